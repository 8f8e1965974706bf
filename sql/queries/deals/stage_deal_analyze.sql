-- query: deals_stage_deal_analyze
-- route: catalogue
analyze stage_deal
