-- query: retail_word_learn
-- row:   learnt bigint
-- route: catalogue
-- slow:  1h

-- After an import, the words of products that are new or were renamed.
select retail.learn_words() as learnt
