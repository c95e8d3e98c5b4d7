using System.Text.Json;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Optimizers;

/// <summary>Optimizers against numbers recorded from PyTorch: see reference/optimizers_reference.py.</summary>
[TestClass]
public sealed class OptimizerParityTests
{
    private static readonly JsonElement Recorded = JsonDocument.Parse(
        typeof(OptimizerParityTests).Assembly.GetManifestResourceStream("optimizers.json")!).RootElement;

    private static readonly Dictionary<string, OptimizerOptions> Optimizers = new()
    {
        ["gradient descent"] = new GradientDescentOptimizer(),
        ["momentum"] = new GradientDescentOptimizer { Momentum = 0.9 },
        ["nesterov"] = new GradientDescentOptimizer { Momentum = 0.9, Nesterov = true },
        ["adagrad"] = new AdagradOptimizer { RateDecay = 0.05 },
        ["rmsprop"] = new RmsPropOptimizer { Alpha = 0.9 },
        ["rmsprop centered with momentum"] = new RmsPropOptimizer { Alpha = 0.9, Momentum = 0.8, Centered = true },
        ["adam"] = new AdamOptimizer { Beta1 = 0.8, Beta2 = 0.95 },
        ["adamw"] = new AdamWOptimizer { Beta1 = 0.8, Beta2 = 0.95 },
    };

    public static IEnumerable<object[]> Names => Optimizers.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Five_steps_leave_the_weights_that_pytorch_leaves(string name)
    {
        using var layer = nn.Linear(3, 1);
        using (no_grad())
        using (NewDisposeScope())
        {
            layer.get_parameter("weight")!.copy_(tensor(new[] { 0.5f, -0.25f, 1 }, [1, 3]));
            layer.get_parameter("bias")!.zero_();
        }
        using var update = new WeightUpdate(
            layer.parameters(), new TrainingOptions { Optimizer = Optimizers[name], LearningRate = 0.1, WeightDecay = 0.01 });
        var found = new List<float>();
        for (var step = 0; step < 5; step++)
        {
            using var scope = NewDisposeScope();
            var (x, y) = (tensor(Floats(Recorded.GetProperty("x")), [8, 3]), tensor(Floats(Recorded.GetProperty("y")), [8, 1]));
            update.Minimize((layer.call(x) - y).square().mean());
            found.AddRange(Toy.Values(layer.get_parameter("weight")!).Concat(Toy.Values(layer.get_parameter("bias")!)));
        }
        var expected = Floats(Recorded.GetProperty("cases").GetProperty(name));
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], found[i], 1e-5, $"step {i / 4}, weight {i % 4}");
    }

    private static float[] Floats(JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetSingle())];
}
