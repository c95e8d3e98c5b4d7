using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Layers.Dense;

[TestClass]
public sealed class BackPropagationTests
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Begin()
    {
        MklProducts.Require();
        manual_seed(1);
    }

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    [DataRow(Activation.Identity, null)]
    [DataRow(Activation.ReLU, null)]
    [DataRow(Activation.LeakyReLU, null)]
    [DataRow(Activation.LeakyReLU, 0.3)]
    [DataRow(Activation.ELU, null)]
    [DataRow(Activation.ELU, 0.5)]
    [DataRow(Activation.Sigmoid, null)]
    [DataRow(Activation.Sigmoid, 3.0)]
    [DataRow(Activation.Tanh, null)]
    [DataRow(Activation.Tanh, 0.7)]
    public void Answers_and_gradients_are_those_of_torch(Activation function, double? slope)
    {
        foreach (var (threads, rows) in new[] { (1, 1), (1, 37), (2, 7), (2, 50) })
        {
            using var taken = new IntraOpThreads(threads);
            using var network = Network(function, slope);
            using var passes = BackPropagation.Of(network, Parameters(network))!;
            var (inputs, targets) = (randn(rows, 13), randn(rows, 3));
            var expected = network.call(inputs);
            var answer = passes.Answer(inputs);
            AssertNear(expected, answer, 2e-6, $"answers of {rows} rows on {threads} threads");
            nn.functional.mse_loss(expected, targets).backward();
            nn.functional.mse_loss(answer, targets).backward();
            passes.FollowBack();
            AssertGradients(network, passes);
        }
    }

    [TestMethod]
    public void A_batch_may_be_larger_or_smaller_than_the_one_before()
    {
        using var taken = new IntraOpThreads(2);
        using var network = Network(Activation.Tanh, null);
        using var passes = BackPropagation.Of(network, Parameters(network))!;
        foreach (var rows in new[] { 20, 64, 5, 64, 1 })
        {
            var (inputs, targets) = (randn(rows, 13), randn(rows, 3));
            network.zero_grad();
            nn.functional.mse_loss(network.call(inputs), targets).backward();
            Assert.AreEqual(
                nn.functional.mse_loss(network.call(inputs), targets).item<float>(),
                passes.FollowBack(inputs, new NumberErrors<NumberError.Squared>(targets)), 1e-6);
            AssertGradients(network, passes);
        }
    }

    [TestMethod]
    public void Encoder_and_decoder_are_one_pass_over_scaled_inputs()
    {
        using var network = new AutoencoderNetwork(
            new AutoencoderArchitecture(9, [7], 3, Activation.ReLU, Activation.Tanh, Activation.Identity) { Scaling = ScalingForm.Linear });
        network.Scaling!.Set(new ColumnScales(
            [.. Enumerable.Repeat(1f, 9)], [.. Enumerable.Repeat(0.2f, 9)], new float[9], new ScalingCurve[9]));
        using var passes = BackPropagation.Of(network, Parameters(network))!;
        var rows = randn(12, 9).mul(5);
        var wanted = network.Scaled(rows).detach();
        nn.functional.mse_loss(network.DecodeScaled(network.Encode(rows)), wanted).backward();
        passes.FollowBack(rows, new NumberErrors<NumberError.Squared>(wanted));
        AssertGradients(network, passes);
    }

    [TestMethod]
    public void Weights_that_are_changed_between_batches_count()
    {
        using var network = Network(Activation.ReLU, null);
        using var passes = BackPropagation.Of(network, Parameters(network))!;
        var inputs = randn(10, 13);
        var before = passes.Answer(inputs).clone();
        using (no_grad())
            foreach (var weight in network.parameters())
                weight.set_(weight.clone().mul_(2)); // other memory, too
        Assert.AreNotEqual(0f, (passes.Answer(inputs) - before).abs().max().item<float>());
        AssertNear(network.call(inputs), passes.Answer(inputs), 1e-5, "answers");
    }

    [TestMethod]
    public void What_is_no_number_stays_so_in_answers_losses_and_gradients()
    {
        foreach (var function in new[] { Activation.ReLU, Activation.LeakyReLU, Activation.ELU, Activation.Sigmoid, Activation.Tanh })
        {
            using var network = Network(function, null);
            using var passes = BackPropagation.Of(network, Parameters(network))!;
            var inputs = full(4, 13, float.NaN);
            Assert.IsTrue(passes.Answer(inputs).isnan().all().item<bool>(), $"{function}");
            Assert.IsTrue(double.IsNaN(passes.FollowBack(inputs, new NumberErrors<NumberError.Squared>(zeros(4, 3)))), $"{function}");
            Assert.IsTrue(double.IsNaN(passes.FollowBack(inputs, new ClassErrors(zeros(4, ScalarType.Int64), 0))), $"{function}");
            Assert.IsTrue(passes.Gradients.All(gradient => gradient.isnan().any().item<bool>()), $"{function}");
        }
    }

    [TestMethod]
    public void Rows_and_targets_of_another_shape_or_type_are_refused_before_anything_is_read()
    {
        using var network = Network(Activation.ReLU, null);
        using var passes = BackPropagation.Of(network, Parameters(network))!;
        StringAssert.Contains(Refusal(() => passes.Answer(randn(4, 12))), "Rows of 13 numbers");
        StringAssert.Contains(Refusal(() => passes.Answer(randn(4, 13, ScalarType.Float64))), "not Float64 of [4, 13]");
        StringAssert.Contains(Refusal(() => passes.Answer(randn(13))), "[13]");
        var inputs = randn(4, 13);
        StringAssert.Contains(Refusal(() => passes.FollowBack(inputs, new ClassErrors(zeros(3, ScalarType.Int64), 0))), "3 targets");
        StringAssert.Contains(Refusal(() => passes.FollowBack(inputs, new NumberErrors<NumberError.Squared>(zeros(4)))), "4 targets");
        StringAssert.Contains(Refusal(() => new ClassErrors(zeros(4), 0)), "not Int64");
        StringAssert.Contains(Refusal(() => new NumberErrors<NumberError.Squared>(zeros(4, ScalarType.Int64))), "not Float32");

        static string Refusal(Action action) => Assert.ThrowsExactly<ArgumentException>(action).Message;
    }

    [TestMethod]
    public void Networks_with_more_than_layers_and_functions_are_left_to_torch()
    {
        Assert.IsNull(Of(new(5, [4], 2, Activation.ReLU, Dropout: 0.2)), "dropout");
        Assert.IsNull(Of(new(5, [4], 2, Activation.ReLU, BatchNormalization: true)), "batch normalization");
        Assert.IsNull(Of(new(5, [4], 2, Activation.ReLU, ReadsSparse: true)), "sparse rows");
        foreach (var function in new[] { Activation.GELU, Activation.ParametricReLU, Activation.BinaryStep, Activation.Ramp })
            Assert.IsNull(Of(new(5, [4], 2, function)), $"{function}");
        Assert.IsNull(Of(new(5, [4], 2, Activation.LeakyReLU, ActivationSlope: -0.1)), "a slope that hides the sign");
        using var frozen = Network(Activation.ReLU, null);
        Parameters(frozen)[0].requires_grad = false;
        Assert.IsNull(BackPropagation.Of(frozen, Parameters(frozen)), "a weight that stays");
        using var some = Network(Activation.ReLU, null);
        Assert.IsNull(BackPropagation.Of(some, Parameters(some)[..2]), "weights that another moves");
        using var tied = new AutoencoderNetwork(
            new AutoencoderArchitecture(6, [], 3, Activation.ReLU, Activation.Sigmoid, Activation.Identity) { TiedWeights = true });
        Assert.IsNull(BackPropagation.Of(tied, Parameters(tied)), "tied weights");
        using var layer = nn.Linear(3, 2);
        Assert.IsNull(BackPropagation.Of(layer, [.. layer.parameters()]), "a module of one's own");

        static BackPropagation? Of(MultilayerPerceptronArchitecture architecture)
        {
            using var network = new MultilayerPerceptronNetwork(architecture);
            return BackPropagation.Of(network, Parameters(network));
        }
    }

    [TestMethod]
    public void A_batch_makes_few_tensors_and_leaves_none()
    {
        using var network = Network(Activation.ReLU, null);
        using var passes = BackPropagation.Of(network, Parameters(network))!;
        var (inputs, targets) = (randn(8, 13), randint(3, [8]));
        Step();
        var before = Tensor.TotalCount;
        Step();
        Assert.AreEqual(before, Tensor.TotalCount);

        void Step()
        {
            using var scope = NewDisposeScope();
            var inside = Tensor.TotalCount;
            passes.FollowBack(inputs, new ClassErrors(targets, 0));
            Assert.IsLessThanOrEqualTo(inside + 4, Tensor.TotalCount); // rows and targets, as they are read
        }
    }

    [TestMethod]
    public void The_same_batch_on_as_many_threads_gives_the_same_bits()
    {
        using var taken = new IntraOpThreads(2);
        using var network = Network(Activation.Sigmoid, null);
        using var passes = BackPropagation.Of(network, Parameters(network))!;
        var (inputs, targets) = (randn(64, 13), randint(3, [64]));
        var losses = new HashSet<double>();
        var sums = new HashSet<double>();
        for (var i = 0; i < 20; i++)
        {
            losses.Add(passes.FollowBack(inputs, new ClassErrors(targets, 0)));
            sums.Add(passes.Gradients.Sum(gradient => gradient.ReadAll<float>().Sum(x => (double)x)));
        }
        Assert.HasCount(1, losses);
        Assert.HasCount(1, sums);
    }

    private static MultilayerPerceptronNetwork Network(Activation function, double? slope) =>
        new(new MultilayerPerceptronArchitecture(13, [37, 8, 5], 3, function, slope));

    private static Parameter[] Parameters(nn.Module network) => [.. network.parameters()];

    private static void AssertGradients(nn.Module network, BackPropagation passes)
    {
        foreach (var ((name, weight), gradient) in network.named_parameters().Zip(passes.Gradients))
            AssertNear(weight.grad!, gradient, 2e-6, name);
    }

    private static void AssertNear(Tensor expected, Tensor actual, double tolerance, string what)
    {
        CollectionAssert.AreEqual(expected.shape, actual.shape, what);
        var most = Math.Max(1, expected.abs().max().item<float>());
        Assert.AreEqual(0, (expected - actual).abs().max().item<float>() / most, tolerance, what);
    }
}
