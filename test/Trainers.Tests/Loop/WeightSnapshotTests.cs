using DeepML.Workout;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Loop;

[TestClass]
public sealed class WeightSnapshotTests
{
    [TestMethod]
    public void What_was_taken_last_is_restored_in_place()
    {
        using var network = nn.Linear(1, 1);
        using var snapshot = new WeightSnapshot(network);
        Assert.IsTrue(snapshot.IsEmpty);
        Set(network, 1);
        snapshot.Take();
        Set(network, 2);
        snapshot.Take();
        Set(network, 3);
        var weight = network.weight;
        snapshot.Restore();
        Assert.IsFalse(snapshot.IsEmpty);
        Assert.AreEqual(2f, network.weight.item<float>());
        Assert.AreEqual(weight.Handle, network.weight.Handle, "optimizers hold on to the tensors");
        Assert.IsTrue(network.weight.requires_grad);
    }

    [TestMethod]
    public void An_empty_snapshot_restores_nothing()
    {
        using var network = nn.Linear(1, 1);
        Set(network, 5);
        using var snapshot = new WeightSnapshot(network);
        snapshot.Restore();
        Assert.AreEqual(5f, network.weight.item<float>());
        Assert.IsEmpty(snapshot.Copies);
    }

    [TestMethod]
    public void Running_statistics_are_part_of_it_and_nothing_is_left_behind()
    {
        using var network = nn.BatchNorm1d(2);
        var before = LiveTensors.Count();
        using (var snapshot = new WeightSnapshot(network))
        {
            snapshot.Take();
            using (var scope = NewDisposeScope())
            using (no_grad())
                network.call(tensor(new float[] { 1, 2, 3, 4 }, [2, 2]));
            Assert.AreNotEqual(0f, network.running_mean![0].item<float>());
            snapshot.Restore();
            Assert.AreEqual(0f, network.running_mean[0].item<float>());
            snapshot.Dispose();
            Assert.IsTrue(snapshot.IsEmpty);
        }
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.IsLessThanOrEqualTo(before, Tensor.TotalCount);
    }

    private static void Set(TorchSharp.Modules.Linear network, float value)
    {
        using var scope = no_grad();
        network.weight.fill_(value);
    }
}
