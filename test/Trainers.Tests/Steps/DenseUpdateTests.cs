using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Steps;

[TestClass]
public sealed class DenseUpdateTests
{
    private const int Rows = 48, Inputs = 11;

    private readonly DisposeScope _scope = NewDisposeScope();

    public static IEnumerable<object[]> Options =>
        new (string Name, TrainingOptions Options)[]
        {
            ("Adam", new()),
            ("gradient descent", new() { Optimizer = new GradientDescentOptimizer { Momentum = 0.9 } }),
            ("accumulated", new() { GradientAccumulation = 3 }),
            ("clipped", new() { GradientClipNorm = 0.1 }),
            ("L1", new() { L1 = 0.01 }),
            ("decay", new() { WeightDecay = 0.01 }),
            ("shortened", new() { MaximumWeightNorm = 0.5 }),
            ("measured", new() { MeasureGradients = true }),
            ("input noise", new() { InputNoise = 0.1 }),
            ("drop connect", new() { DropConnect = 0.2 }),
            ("label smoothing", new() { LabelSmoothing = 0.1 }),
            ("label noise", new() { LabelNoise = 0.2 }),
        }.Select(each => new object[] { each.Name, each.Options with { BatchSize = 16, LearningRate = 0.01 } });

    [TestInitialize]
    public void Begin()
    {
        NativeGround.Require();
        if (!Sgemm.IsFound)
            Assert.Inconclusive("libtorch does not export the products of MKL here.");
    }

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    [DynamicData(nameof(Options))]
    public void Weights_move_as_they_do_by_torch(string name, TrainingOptions options)
    {
        foreach (var head in new[] { "classes", "yes or no", "numbers" })
        {
            if (head == "numbers" && options.LabelSmoothing > 0)
                continue; // refused
            var (byTorch, itsLoss) = Trained(options, head, passes: false);
            var (own, ownLoss) = Trained(options, head, passes: true);
            Assert.AreEqual(itsLoss, ownLoss, 1e-5 * Math.Max(1, itsLoss), $"{name}, {head}");
            for (var i = 0; i < byTorch.Length; i++)
                Assert.AreEqual(byTorch[i], own[i], 2e-5, $"{name}, {head}");
            CollectionAssert.AreNotEqual(byTorch, Trained(options with { Epochs = 1 }, head, passes: true).Weights, name);
        }
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Autoencoders_learn_what_torch_would_have_them_learn(bool crossEntropy)
    {
        var options = new TrainingOptions { Epochs = 4, BatchSize = 16, LearningRate = 0.01 };
        var trained = new[] { 0, 1e-12 }.Select(weight => // a penalty, however small, is torch's to calculate
        {
            manual_seed(1);
            using var network = new AutoencoderNetwork(
                new AutoencoderArchitecture(Inputs, [8], 3, Activation.ReLU, Activation.Tanh, Activation.Sigmoid));
            using var update = new WeightUpdate(network.parameters(), options);
            using var step = new AutoencoderStep(
                network, update, new AutoencoderObjective(crossEntropy) { ContractionWeight = weight });
            using var random = new TrainingRandom(1);
            var history = new TrainingLoop(options, random).Run(step, new InMemoryBatches(rand(Rows, Inputs, generator: new Generator(2))));
            return (Weights: WeightsOf(network), history.Epochs[^1].TrainingLoss);
        }).ToArray();
        Assert.AreEqual(trained[1].TrainingLoss, trained[0].TrainingLoss, 1e-5);
        for (var i = 0; i < trained[0].Weights.Length; i++)
            Assert.AreEqual(trained[1].Weights[i], trained[0].Weights[i], 2e-5);
    }

    [TestMethod]
    public void A_fit_repeats_itself_bit_for_bit()
    {
        var options = new TrainingOptions { BatchSize = 16, Epochs = 3 };
        CollectionAssert.AreEqual(Trained(options, "classes", passes: true).Weights, Trained(options, "classes", passes: true).Weights);
    }

    [TestMethod]
    public void What_needs_the_graph_of_torch_keeps_it()
    {
        using var network = Network(3);
        Assert.IsNotNull(Of(new()));
        Assert.IsNull(Of(new() { Optimizer = new LbfgsOptimizer() }), "a loss that is asked for again and again");
        Assert.IsNull(Of(new() { Precision = Precision.BFloat16 }), "products in 16 bits");

        BackPropagation? Of(TrainingOptions options)
        {
            using var update = new WeightUpdate(network.parameters(), options);
            using var passes = update.BackPropagationOf(network);
            return passes;
        }
    }

    private static (float[] Weights, double Loss) Trained(TrainingOptions given, string head, bool passes)
    {
        var options = given.Epochs is null ? given with { Epochs = 4 } : given;
        manual_seed(1);
        using var scope = NewDisposeScope();
        var outputs = head == "classes" ? 5 : 1;
        using var network = Network(outputs);
        using HeadLoss loss = head switch
        {
            "classes" => new MulticlassLoss(options, outputs),
            "yes or no" => new BinaryLoss(options),
            _ => new RegressionLoss(options, centre: 1, spread: 2),
        };
        var draw = new Generator(2);
        var targets = head switch
        {
            "classes" => randint(outputs, [Rows], generator: draw),
            "yes or no" => rand(Rows, generator: draw).gt(0.5).to(ScalarType.Float32),
            _ => randn(Rows, generator: draw),
        };
        var update = new WeightUpdate(network.parameters(), options);
        using var step = new SupervisedStep(network, update, loss)
        {
            BackPropagation = passes ? update.BackPropagationOf(network)! : null,
        };
        using var random = new TrainingRandom(1);
        var history = new TrainingLoop(options, random).Run(
            step, new InMemoryBatches(randn(Rows, Inputs, generator: draw), targets));
        return (WeightsOf(network), history.Epochs[^1].TrainingLoss);
    }

    private static MultilayerPerceptronNetwork Network(int outputs) =>
        new(new MultilayerPerceptronArchitecture(Inputs, [13, 6], outputs, Activation.ReLU));

    private static float[] WeightsOf(nn.Module network) =>
        [.. network.parameters().SelectMany((Parameter weight) => weight.ReadAll<float>())];
}
