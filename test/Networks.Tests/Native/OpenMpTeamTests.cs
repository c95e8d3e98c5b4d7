using System.Collections.Concurrent;

namespace DeepML.Networks.Tests.Native;

[TestClass]
public sealed class OpenMpTeamTests
{
    [TestMethod]
    [DataRow(1, 0)]
    [DataRow(1, 100)]
    [DataRow(2, 1)]
    [DataRow(2, 1000)]
    public void Every_part_is_done_once(int threads, int parts)
    {
        NativeGround.Require();
        using var taken = new IntraOpThreads(threads);
        var done = new int[parts];
        var by = new ConcurrentDictionary<int, int>();
        OpenMpTeam.Share(parts, part =>
        {
            Interlocked.Increment(ref done[part]);
            by.AddOrUpdate(Environment.CurrentManagedThreadId, 1, (_, count) => count + 1);
        });
        Assert.IsTrue(done.All(times => times == 1));
        Assert.IsLessThanOrEqualTo(threads, by.Count);
    }

    [TestMethod]
    public void Two_threads_share_work_that_takes_its_time()
    {
        NativeGround.Require();
        if (!OpenMpTeam.IsFound)
            Assert.Inconclusive("libtorch has no libgomp here.");
        using var taken = new IntraOpThreads(2);
        using var both = new CountdownEvent(2);
        var met = 0;
        OpenMpTeam.Share(2, _ => // each part waits for the other: one thread could not do both
        {
            both.Signal();
            if (both.Wait(TimeSpan.FromSeconds(30)))
                Interlocked.Increment(ref met);
        });
        Assert.AreEqual(2, met);
    }

    [TestMethod]
    public void Threads_take_denormal_numbers_as_the_calling_one_does()
    {
        NativeGround.Require();
        using var taken = new IntraOpThreads(2);
        using var flushed = new FlushedDenormals(withHelpers: true);
        if (!flushed.IsInForce)
            Assert.Inconclusive("Denormal numbers cannot be flushed here.");
        var products = new float[64];
        OpenMpTeam.Share(products.Length, part => products[part] = float.BitDecrement(1.2e-38f) * (0.5f + (part / 1e6f)));
        Assert.IsTrue(products.All(product => product == 0));
    }

    [TestMethod]
    public void An_error_of_a_part_reaches_the_caller_and_the_team_works_on()
    {
        NativeGround.Require();
        using var taken = new IntraOpThreads(2);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() =>
            OpenMpTeam.Share(10, part => throw new InvalidOperationException($"part {part}")));
        StringAssert.StartsWith(error.Message, "part ");
        var sum = 0;
        OpenMpTeam.Share(10, part => Interlocked.Add(ref sum, part));
        Assert.AreEqual(45, sum);
    }
}
