using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Layers;

[TestClass]
public sealed class StepNoiseTests
{
    private const double Deviation = 0.3;

    private readonly DisposeScope _scope = NewDisposeScope();

    public static IEnumerable<object[]> Encoders =>
        [[new LstmEncoder()], [new GruEncoder()], [new GruEncoder { ResetBefore = true }], [new ElmanEncoder()],
         [new ElmanEncoder { Activation = Activation.HardTanh }], [new PeepholeLstmEncoder()], [new TimeDelayEncoder()],
         [new TimeDelayEncoder { BothWays = true }], [new TransformerEncoder()], [new TransformerEncoder { Causal = true }]];

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    [DynamicData(nameof(Encoders))]
    public void What_is_said_of_steps_bears_noise_in_training_and_none_in_scoring(SequenceEncoder encoder)
    {
        using var gradientsOff = no_grad();
        using var stack = Stack(encoder, layers: 1);
        var steps = randn(8, 9, 3);
        var drawn = (stack.Run(steps, null) - stack.Run(steps, null)).std().item<float>() / Math.Sqrt(2);
        if (encoder is not TransformerEncoder) // whose last normalization brings noise and all to length 1
            Assert.AreEqual(Deviation, drawn, 0.02);
        Assert.IsGreaterThan(0.1, drawn);
        Assert.AreNotEqual(0f, Largest(stack.Summarize(steps) - stack.Summarize(steps)), "the summary");
        stack.eval();
        Assert.AreEqual(0f, Largest(stack.Run(steps, null) - stack.Run(steps, null)));
        Assert.AreEqual(0f, Largest(stack.Summarize(steps) - stack.Run(steps, null).select(1, 8)));
    }

    [TestMethod]
    [DynamicData(nameof(Encoders))]
    public void The_second_layer_reads_noise_and_the_first_none(SequenceEncoder encoder)
    {
        if (!encoder.CarriesState)
            return; // nothing shows what single layers of these have read
        using var gradientsOff = no_grad();
        using var stack = Stack(encoder, layers: 2);
        var steps = randn(2, 5, 3);
        Tensor[] Read() => [.. stack.Continue(steps, null).States.SelectMany(state => state)];
        var (one, other) = (Read(), Read());
        Assert.AreEqual(0f, Largest(one[0] - other[0]), "the first layer's state");
        Assert.AreNotEqual(0f, Largest(one[^1] - other[^1]), "the second's");
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Both_directions_bear_noise_of_the_same_deviation(bool padded)
    {
        using var gradientsOff = no_grad();
        using var stack = new RecurrentStack(new RecurrentStackArchitecture(
            new GruEncoder { HiddenSize = 40, HiddenNoise = Deviation }, 3, Bidirectional: true));
        var lengths = padded ? tensor(new long[] { 9, 9, 4, 9, 9, 9, 9, 9 }) : null;
        var steps = randn(8, 9, 3);
        var difference = stack.Run(steps, lengths) - stack.Run(steps, lengths);
        foreach (var direction in new[] { difference.narrow(2, 0, 40), difference.narrow(2, 40, 40) })
            Assert.AreEqual(Deviation, direction.std().item<float>() / Math.Sqrt(2), 0.02);
    }

    [TestMethod]
    public void Gradients_go_through_noisy_layers_as_if_there_were_none()
    {
        // A layer of the identity's slope: what is added is a constant.
        using var stack = Stack(new ElmanEncoder { Activation = Activation.ReLU }, layers: 1);
        var steps = randn(2, 4, 3);
        float[] Slopes(bool noisy)
        {
            stack.train(noisy);
            stack.zero_grad();
            stack.Run(steps, null).sum().backward();
            return [.. stack.parameters().SelectMany(weight => weight.grad!.data<float>().ToArray())];
        }
        CollectionAssert.AreEqual(Slopes(noisy: false), Slopes(noisy: true));
    }

    [TestMethod]
    public void Layers_that_torch_would_stack_are_apart_only_with_noise()
    {
        using var plain = new RecurrentStack(new RecurrentStackArchitecture(new LstmEncoder { LayerCount = 2 }, 3));
        using var noisy = Stack(new LstmEncoder(), layers: 2);
        CollectionAssert.Contains(plain.state_dict().Keys.ToArray(), "forward0.lstm.weight_ih_l1");
        CollectionAssert.Contains(noisy.state_dict().Keys.ToArray(), "forward1.lstm.weight_ih_l0");
        CollectionAssert.DoesNotContain(noisy.state_dict().Keys.ToArray(), "forward0.lstm.weight_ih_l1");
    }

    private static RecurrentStack Stack(SequenceEncoder encoder, int layers) => new(new RecurrentStackArchitecture(
        encoder with { HiddenSize = 40, LayerCount = layers, HiddenNoise = Deviation }, 3));

    private static float Largest(Tensor differences) => differences.abs().max().item<float>();
}
