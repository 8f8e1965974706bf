-- query: retail_word_total
-- row:   products bigint
-- route: catalogue
select products from retail.word_total
