namespace DeepML.Data.Tests.Rows;

[TestClass]
public sealed class YoungGarbageTests
{
    private long _allocated = 100;
    private int _collections = 7, _made;

    [TestMethod]
    public void Garbage_is_collected_after_so_many_bytes_unless_the_runtime_came_before()
    {
        var garbage = Garbage();
        Batch(garbage, YoungGarbage.MostBytes - 1, 0, "not yet");
        Batch(garbage, 1, 1, "enough");
        Batch(garbage, YoungGarbage.MostBytes - 1, 1, "counted from the collection on");
        _collections++; // by the runtime
        Batch(garbage, YoungGarbage.MostBytes, 1, "the runtime has just made one");
        Batch(garbage, YoungGarbage.MostBytes, 2, "counted from that one on");
    }

    [TestMethod]
    public void Threads_that_take_turns_collect_once_each_at_most()
    {
        var garbage = Garbage();
        foreach (var turn in Enumerable.Range(0, 10))
        {
            _allocated = 9 * YoungGarbage.MostBytes; // of a thread that has allocated much
            garbage.CollectIfDue();
            _allocated = 0;                          // of one that has not
            garbage.CollectIfDue();
        }
        Assert.AreEqual(1, _made);
    }

    private YoungGarbage Garbage() =>
        new(() => _allocated, () => _collections, () => (_collections, _made) = (_collections + 1, _made + 1));

    private void Batch(YoungGarbage garbage, long bytes, int expected, string why)
    {
        _allocated += bytes;
        garbage.CollectIfDue();
        Assert.AreEqual(expected, _made, why);
    }
}
