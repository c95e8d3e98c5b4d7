using System.Diagnostics;

namespace DeepML.Distributed.Tests.Hosts;

/// <summary>Processes of two machines, which reach each other over TCP alone.</summary>
[TestClass]
public sealed class TwoHostsTests
{
    [TestMethod]
    public void Two_machines_come_to_equal_weights_over_their_network()
    {
        using var hosts = TwoHosts.Create();
        using var alone = new TemporaryFolder();
        using var together = new TemporaryFolder();
        MpiRun.Finish(1, "mlp", alone.Path);
        var before = hosts.BytesSent();
        using (var run = MpiRun.Start(hosts, "mlp", together.Path))
            run.Finish(0);
        Assert.IsGreaterThan(before + (sizeof(float) * alone.Weights("mlp", 0).Length), hosts.BytesSent(), "gradients go over the link");
        Check(alone, together);
    }

    [TestMethod]
    public void A_link_that_is_cut_ends_both_sides_and_each_names_the_other()
    {
        using var hosts = TwoHosts.Create();
        using var folder = new TemporaryFolder();
        using var run = MpiRun.Start(hosts, "mlp", folder.Path, "epochs=10000", "slow=20", "lostafter=2");
        run.WaitFor("rank 0 epoch 2 ");
        hosts.Cut();
        var watch = Stopwatch.StartNew();
        for (var rank = 0; rank < 2; rank++)
        {
            var told = Path.Combine(folder.Path, $"error-{rank}.txt");
            while (!File.Exists(told) || new FileInfo(told).Length == 0)
            {
                Assert.IsLessThan(10, watch.Elapsed.TotalSeconds, run.Output);
                Thread.Sleep(10);
            }
            StringAssert.Contains(File.ReadAllText(told), $"Rank {1 - rank} ({Environment.MachineName}) is lost: ");
        }
    }

    [TestMethod]
    public void A_slow_link_that_loses_packets_costs_time_and_nothing_else()
    {
        using var hosts = TwoHosts.Create();
        hosts.Disturb("50ms", "1%");
        using var alone = new TemporaryFolder();
        using var together = new TemporaryFolder();
        MpiRun.Finish(1, "mlp", alone.Path, "epochs=1");
        using (var run = MpiRun.Start(hosts, "mlp", together.Path, "epochs=1"))
            run.Finish(0);
        Check(alone, together);
    }

    private static void Check(TemporaryFolder alone, TemporaryFolder together)
    {
        var (expected, found) = (alone.Weights("mlp", 0), together.Weights("mlp", 0));
        Assert.IsLessThanOrEqualTo(1e-5f, expected.Zip(found).Max(pair => Math.Abs(pair.First - pair.Second)));
        CollectionAssert.AreEqual(found, together.Weights("mlp", 1));
    }
}
