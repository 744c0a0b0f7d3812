#!/bin/sh
# One order from start to end by the Temporal CLI: started, found, approved by another person, awaited.
# Usage: payout.sh ORDER_ID. TEMPORAL_ADDRESS names the server.
set -eu
order=$1
id=allinpay-withdrawal/default/$order

# Safe to repeat: it shows the run that carries the order, if there is one, open or closed. (--fail-existing tells them
# apart: an order that failed, or whose run was ended from outside, is not started again by this.)
temporal workflow start --task-queue payouts --type allinpayWithdrawal --workflow-id "$id" \
  --id-conflict-policy UseExisting --id-reuse-policy RejectDuplicate \
  --search-attribute 'PayoutFlow="allinpayWithdrawal"' --search-attribute 'PayoutBatchId="by-hand"' \
  --input '{
    "orderId": "'"$order"'",
    "details": [{"externalCode": "SHOP-0001", "amount": "100.10"}],
    "batchId": "by-hand", "requestedBy": "alice", "approval": "required"
  }'

# How it stands, and the number of the offer that approval waits by
shown=$(temporal workflow query --workflow-id "$id" --type payout --output json)
echo "$shown"
offer=$(echo "$shown" | sed -n '/"waiting": *{/,/}/s/.*"offer": *\([0-9]*\).*/\1/p')

# Said once, however often it is repeated with this update id. With the offer that was shown it answers nothing else: had
# something changed meanwhile, it would be refused
temporal workflow update execute --workflow-id "$id" --name approve --update-id "approve-$order" \
  --input '{"by": "bob", "note": "checked against the invoice"'"${offer:+, \"offer\": $offer}"'}'

# All of the batch, and what needs a person
temporal workflow list --query 'PayoutBatchId = "by-hand"'
temporal workflow count --query 'PayoutBatchId = "by-hand" AND PayoutNeedsAttention = true'

# Waits for the end; exits 1 where it failed, and shows the type and the details of the failure
temporal workflow result --workflow-id "$id"
