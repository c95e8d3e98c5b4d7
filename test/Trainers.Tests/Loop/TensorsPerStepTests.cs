using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Loop;

[TestClass]
public sealed class TensorsPerStepTests
{
    // Of the perceptron 64-128-10 on batches of 32. Each is a wrapper, a handle and two calls into torch; what is in the list is needed:
    // batch and labels, two layers with a function between them, the loss, its mean, four gradients.
    private const double MostTensors = 11;
    private const double MostBytes = 8 * 1024;

    [TestMethod]
    public void A_step_of_a_small_perceptron_makes_few_tensors_and_little_garbage()
    {
        Measure(epochs: 2); // compiles
        var (few, fewBytes) = Measure(epochs: 2);
        var (many, manyBytes) = Measure(epochs: 6);
        var steps = 4 * 2000 / 32.0;
        Assert.IsLessThanOrEqualTo(MostTensors, (many - few) / steps, "tensors made by a step");
        Assert.IsLessThanOrEqualTo(MostBytes, (manyBytes - fewBytes) / steps, "bytes of managed memory taken by a step");
    }

    [TestMethod]
    public void A_schedule_that_moves_with_every_batch_and_a_callback_add_little_garbage_however_many_epochs_there_were()
    {
        // A callback's turn keeps chance as it is, in a tensor.
        const double mostMore = 2 * 1024;
        var steps = 4 * 2000 / 32.0;
        double PerStep(int epochs, bool all) => (Measure(epochs + 4, all).Bytes - Measure(epochs, all).Bytes) / steps;
        PerStep(2, true); // compiles
        Assert.IsLessThanOrEqualTo(PerStep(2, false) + mostMore, PerStep(2, true), "bytes of a step more than without");
        Assert.IsLessThanOrEqualTo(PerStep(2, true) + 512, PerStep(30, true), "bytes of a step more after thirty epochs");
    }

    private static (long Tensors, long Bytes) Measure(int epochs, bool all = false)
    {
        var options = new TrainingOptions { Epochs = epochs, BatchSize = 32, LearningRate = 1e-3, Threads = 1 };
        if (all)
            options = options with { Schedule = new CosineSchedule(), Callbacks = [new Idle()] };
        using var random = new TrainingRandom(1);
        using var rows = new InMemoryBatches(rand(2000, 64), randint(10, 2000, dtype: ScalarType.Int64));
        using var network = new MultilayerPerceptronNetwork(new MultilayerPerceptronArchitecture(64, [128], 10, Activation.ReLU, null, 0));
        using var loss = new MulticlassLoss(options, 10, CPU);
        using var step = new SupervisedStep(network, new WeightUpdate(network.parameters(), options), loss);
        var (tensors, bytes) = (Made(), GC.GetAllocatedBytesForCurrentThread());
        new TrainingLoop(options, random).Run(step, rows);
        return (Made() - tensors, GC.GetAllocatedBytesForCurrentThread() - bytes);
    }

    private sealed class Idle : TrainingCallback;

    private static long Made() =>
        DisposeScopeManager.Statistics.CreatedInScopeCount + DisposeScopeManager.Statistics.CreatedOutsideScopeCount;
}
