using System.Globalization;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Dense;

/// <summary>Dense networks against numbers recorded from PyTorch: see reference/dense_reference.py.</summary>
[TestClass]
public sealed class DenseParityTests
{
    private static readonly int[] Sizes = [3, 5, 4, 2];
    private static readonly JsonElement Recorded = JsonDocument.Parse(
        typeof(DenseParityTests).Assembly.GetManifestResourceStream("dense.json")!).RootElement;

    public static IEnumerable<object[]> Cases => Recorded.GetProperty("cases").EnumerateObject().Select(c => new object[] { c.Name });

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Answers_and_gradients_equal_those_of_pytorch(string name)
    {
        var words = name.Split(' ');
        var activation = Enum.Parse<Activation>(words[0]);
        var slope = words.Length > 1 && words[1] != "normalized" ? double.Parse(words[1], CultureInfo.InvariantCulture) : (double?)null;
        using var network = DenseStack.Create(Sizes, activation, Activation.Identity, slope, batchNormalization: words[^1] == "normalized");
        SetWeights(network);
        using var scope = NewDisposeScope();
        var input = tensor(Floats(Recorded.GetProperty("input")), [6, 3]);
        var expected = Recorded.GetProperty("cases").GetProperty(name);
        network.train();
        var training = network.call(input);
        training.square().mean().backward();
        Close(Floats(expected.GetProperty("training")), training, "training");
        Close(Floats(expected.GetProperty("gradient")), Parameter(network, "linear1.weight").grad!, "gradient");
        network.eval();
        using var off = no_grad();
        Close(Floats(expected.GetProperty("scoring")), network.call(input), "scoring");
    }

    [TestMethod]
    public void A_binary_step_is_a_step_when_scoring_and_a_sigmoid_in_training()
    {
        using var network = DenseStack.Create([1, 1, 1], Activation.BinaryStep, Activation.Identity, slope: 2);
        using var off = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, value) in network.state_dict())
            value.fill_(name.EndsWith("weight", StringComparison.Ordinal) ? 1 : 0);
        var input = tensor(new float[] { -1, 0, 0.5f }, [3, 1]);
        network.eval();
        Close([0, 1, 1], network.call(input), "scoring");
        network.train();
        Close([1 / (1 + MathF.Exp(2)), 0.5f, 1 / (1 + MathF.Exp(-1))], network.call(input), "training");
    }

    [TestMethod]
    public void A_training_batch_of_one_row_is_normalized_by_the_running_statistics()
    {
        using var norm = new RowBatchNorm(2);
        using var scope = NewDisposeScope();
        norm.train();
        norm.call(tensor(new float[] { 1, 2, 3, 6 }, [2, 2]));
        var (mean, variance) = (new[] { 0.2f, 0.4f }, new[] { 0.9f + (0.1f * 2), 0.9f + (0.1f * 8) });
        Close([(5 - mean[0]) / MathF.Sqrt(variance[0]), (5 - mean[1]) / MathF.Sqrt(variance[1])],
            norm.call(tensor(new float[] { 5, 5 }, [1, 2])), "one row");
    }

    [TestMethod]
    public void Weights_are_scaled_for_the_function_behind_them_and_biases_start_at_nothing()
    {
        manual_seed(1);
        using var network = DenseStack.Create([400, 200, 100], Activation.ReLU, Activation.Sigmoid);
        using var scope = NewDisposeScope();
        var weights = network.state_dict();
        Assert.AreEqual(Math.Sqrt(2.0 / 400), weights["linear1.weight"].std().item<float>(), 2e-3); // He
        Assert.AreEqual(Math.Sqrt(2.0 / 300), weights["linear2.weight"].std().item<float>(), 2e-3); // Glorot
        Assert.AreEqual(0, weights["linear1.bias"].abs().max().item<float>());
    }

    // The same formulas as in the script.
    private static void SetWeights(nn.Module network)
    {
        using var off = no_grad();
        using var scope = NewDisposeScope();
        for (var i = 1; i < Sizes.Length; i++)
        {
            var weight = Parameter(network, $"linear{i}.weight");
            weight.copy_(((arange(weight.numel()) * 0.7) + i).sin().reshape(weight.shape));
            Parameter(network, $"linear{i}.bias").copy_(((arange(Sizes[i]) * 1.3) - i).cos() * 0.5);
        }
    }

    private static TorchSharp.Modules.Parameter Parameter(nn.Module network, string name) =>
        network.named_parameters().Single(p => p.name == name).parameter;

    private static void Close(float[] expected, Tensor actual, string what)
    {
        var values = actual.detach().contiguous().data<float>().ToArray();
        Assert.HasCount(expected.Length, values, what);
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], values[i], 1e-5 * Math.Max(1, Math.Abs(expected[i])), $"{what}, value {i}");
    }

    private static float[] Floats(JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetSingle())];
}
