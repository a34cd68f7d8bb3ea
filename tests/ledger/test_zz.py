from random import Random
from tests.ledger.test_tampering import _named, verify, some_chain, SORTS
from tests.ledger.tampering import edit
def test_x(superuser, ledger):
    n=0
    for seed in range(1000):
        dice=Random(seed)
        with superuser.transaction(force_rollback=True):
            chain=some_chain(superuser,dice,dice.choice(SORTS))
            st=dice.getstate()
            col=dice.choice(sorted(chain.sort.edits)); seq=dice.randint(1,chain.length)
            dice.setstate(st)
            edit(chain,dice)
            f=verify(superuser,None,None)
            if not _named(chain,f):
                print(seed,chain.sort.table,col,seq,chain.length,[str(x) for x in f.faults]); n+=1
            if n>5: break
