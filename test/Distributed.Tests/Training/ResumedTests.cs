namespace DeepML.Distributed.Tests.Training;

[TestClass]
public sealed class ResumedTests
{
    [TestMethod]
    public void As_many_processes_go_on_with_dropout_to_the_very_same_weights_and_one_process_goes_on_as_well()
    {
        using var whole = new TemporaryFolder();
        using var parts = new TemporaryFolder();
        var checkpoints = $"checkpoints={Path.Combine(parts.Path, "checkpoints")}";
        MpiRun.Finish(2, "mlp", whole.Path, "epochs=4", "dropout=0.3");
        MpiRun.Finish(2, "mlp", parts.Path, "epochs=2", "dropout=0.3", checkpoints);
        var resumed = MpiRun.Finish(2, "mlp", parts.Path, "epochs=4", "dropout=0.3", checkpoints);
        StringAssert.Contains(resumed, "rank 0 epoch 3 ");
        Assert.IsFalse(resumed.Contains("rank 0 epoch 2 "), resumed);
        CollectionAssert.AreEqual(whole.Weights("mlp", 0), parts.Weights("mlp", 0));
        CollectionAssert.AreEqual(whole.Weights("mlp", 0), parts.Weights("mlp", 1));
        StringAssert.Contains(MpiRun.Finish(1, "mlp", parts.Path, "epochs=5", "dropout=0.3", checkpoints), "rank 0 epoch 5 ");
    }
}
