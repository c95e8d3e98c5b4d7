using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Native;

[TestClass]
public sealed class MixedPrecisionTests
{
    [TestMethod]
    public void Libtorch_exports_what_is_called() => Assert.IsTrue(MixedPrecision.IsAvailable, "see set_autocast_enabled in libtorch_cpu");

    [TestMethod]
    public void Products_within_are_of_16_bits_and_what_is_not_on_the_list_is_not()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (rand(4, 8), rand(8, 3));
        using (MixedPrecision.Begin(Precision.BFloat16))
        {
            Assert.AreEqual(ScalarType.BFloat16, a.mm(b).dtype);
            Assert.AreEqual(ScalarType.BFloat16, nn.functional.conv2d(rand(1, 2, 5, 5), rand(3, 2, 3, 3)).dtype);
            Assert.AreEqual(ScalarType.Float32, a.softmax(1).dtype);
            Assert.AreEqual(ScalarType.Float32, nn.functional.mse_loss(a.mm(b), rand(4, 3)).dtype);
        }
        Assert.AreEqual(ScalarType.Float32, a.mm(b).dtype);
        Assert.IsNull(MixedPrecision.Begin(Precision.Float32));
    }

    [TestMethod]
    public void A_pass_answers_with_float32_near_that_of_single_precision_and_not_equal_to_it()
    {
        using var scope = NewDisposeScope();
        using var network = nn.Sequential(nn.Linear(30, 20), nn.Tanh(), nn.Linear(20, 5));
        var input = randn(16, 30, generator: new Generator(1));
        var single = MixedPrecision.Answer(Precision.Float32, (x, net) => net.call(x), input, network);
        var mixed = MixedPrecision.Answer(Precision.BFloat16, (x, net) => net.call(x), input, network);
        Assert.AreEqual(ScalarType.Float32, mixed.dtype);
        var error = (single - mixed).abs().max().item<float>();
        Assert.IsGreaterThan(0f, error);
        Assert.IsLessThan(0.03f, error);
    }

    [TestMethod]
    public void The_next_pass_reads_weights_that_have_moved()
    {
        using var scope = NewDisposeScope();
        using var network = nn.Linear(4, 1, hasBias: false);
        var input = ones(1, 4);
        foreach (var weight in new[] { 1f, 2f })
        {
            using (no_grad())
                network.weight.fill_(weight);
            using var region = MixedPrecision.Begin(Precision.BFloat16);
            Assert.AreEqual(4 * weight, network.call(input).to(ScalarType.Float32).item<float>());
        }
    }

    [TestMethod]
    public void Gradients_reach_the_weights_in_single_precision()
    {
        using var scope = NewDisposeScope();
        using var network = nn.Linear(4, 2);
        MixedPrecision.Answer(Precision.BFloat16, (x, net) => net.call(x), rand(8, 4), network).sum().backward();
        Assert.AreEqual(ScalarType.Float32, network.weight.grad!.dtype);
        Assert.AreEqual(8f, network.bias!.grad![0].item<float>());
    }

    [TestMethod]
    public void An_error_within_a_pass_and_passes_within_passes_leave_nothing_behind()
    {
        using var scope = NewDisposeScope();
        Assert.ThrowsExactly<InvalidOperationException>(() => MixedPrecision.Answer<int, int>(
            Precision.BFloat16, (_, _) => throw new InvalidOperationException(), 0, 0));
        Assert.AreEqual(ScalarType.Float32, rand(2, 2).mm(rand(2, 2)).dtype);
        using (MixedPrecision.Begin(Precision.BFloat16))
        {
            using (MixedPrecision.Begin(Precision.BFloat16))
                Assert.AreEqual(ScalarType.BFloat16, rand(2, 2).mm(rand(2, 2)).dtype);
            Assert.AreEqual(ScalarType.BFloat16, rand(2, 2).mm(rand(2, 2)).dtype);
        }
        Assert.AreEqual(ScalarType.Float32, rand(2, 2).mm(rand(2, 2)).dtype);
    }

    [TestMethod]
    [DataRow(1, 64)]
    [DataRow(2, 64)]
    [DataRow(3, 1)]
    public void An_Lstm_answers_with_numbers_however_few_a_step_has(int size, int units)
    {
        if (MixedPrecision.WhyNot is { } why)
            Assert.Inconclusive(why);
        using var scope = NewDisposeScope();
        using var layer = new LstmEncoder { HiddenSize = units }.Create(size, 1, 0);
        using var steps = randn(64, 5, size, generator: new Generator(1));
        using var single = layer.Run(steps, null).Output.detach();
        for (var time = 0; time < 200; time++) // where oneDNN fails, two or three of a hundred are NaN
        {
            using var each = NewDisposeScope();
            layer.zero_grad();
            var answer = MixedPrecision.Answer(Precision.BFloat16, (read, net) => net.Run(read, null).Output, steps, layer);
            Assert.IsLessThan(0.03f, (answer - single).abs().max().item<float>(), $"time {time}");
            answer.square().sum().backward();
            Assert.IsTrue(layer.parameters().All(weight => weight.grad!.isfinite().all().item<bool>()), $"time {time}");
        }
    }

    [TestMethod]
    public void Other_threads_multiply_as_before()
    {
        using var region = MixedPrecision.Begin(Precision.BFloat16);
        ScalarType? elsewhere = null;
        var thread = new Thread(() =>
        {
            using var scope = NewDisposeScope();
            elsewhere = rand(2, 2).mm(rand(2, 2)).dtype;
        });
        thread.Start();
        thread.Join();
        Assert.AreEqual(ScalarType.Float32, elsewhere);
    }
}
