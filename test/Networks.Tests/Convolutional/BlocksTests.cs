using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace DeepML.Networks.Tests.Convolutional;

/// <summary>Blocks of deep networks, against the sums of their parts; and tables of connections, against loops.</summary>
[TestClass]
public sealed class BlocksTests
{
    public static IEnumerable<object[]> Residuals =>
    [
        [new ResidualBlock(4)], [new ResidualBlock(6)], [new ResidualBlock(4) { Stride = 2 }], [new ResidualBlock(2) { Bottleneck = true }],
        [new ResidualBlock(4) { PreActivation = true }], [new ResidualBlock(6) { PreActivation = true, Stride = 2 }],
        [new ResidualBlock(1) { PreActivation = true, Bottleneck = true }],
    ];

    [TestMethod]
    [DynamicData(nameof(Residuals))]
    public void A_residual_block_adds_what_its_convolutions_say_to_what_came_in(ResidualBlock block)
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        manual_seed(5);
        var shape = new LayerShape(4, 6, 6);
        using var module = block.Create(shape, new LayerBuild(1, false));
        Disturb(module);
        var of = module.state_dict();
        var x = randn(2, 4, 6, 6);
        Tensor Convolved(Tensor input, string name, int stride = 1)
        {
            var weight = of[$"{name}.weight"];
            return F.conv2d(input, weight, strides: [stride, stride], padding: [weight.size(2) / 2, weight.size(3) / 2]);
        }
        Tensor Expected()
        {
            var (first, second) = block.Bottleneck ? (1, block.Stride) : (block.Stride, 1);
            if (block.PreActivation)
            {
                var activated = Normalized(of, x, "bn1").relu();
                var inside = Convolved(Normalized(of, Convolved(activated, "conv1", first), "bn2").relu(), "conv2", second);
                if (block.Bottleneck)
                    inside = Convolved(Normalized(of, inside, "bn3").relu(), "conv3");
                return inside + (of.ContainsKey("downsample.weight") ? Convolved(activated, "downsample", block.Stride) : x);
            }
            var inner = Normalized(of, Convolved(x, "conv1", first), "bn1").relu();
            inner = Normalized(of, Convolved(inner, "conv2", second), "bn2");
            if (block.Bottleneck)
                inner = Normalized(of, Convolved(inner.relu(), "conv3"), "bn3");
            var shortcut = of.ContainsKey("downsample.0.weight")
                ? Normalized(of, Convolved(x, "downsample.0", block.Stride), "downsample.1") : x;
            return (inner + shortcut).relu();
        }
        var (expected, before) = (Expected(), x.clone());
        Near(expected, module.call(x));
        Near(before, x); // what came in is left as it was: others may read it too
        var output = block.OutputOf(shape);
        CollectionAssert.AreEqual(new long[] { 2, output.Channels, output.Height, output.Width }, expected.shape);
    }

    [TestMethod]
    [DataRow(5)]
    [DataRow(3)]
    public void The_paths_of_an_inception_block_stand_side_by_side(int largeKernel)
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        manual_seed(6);
        var block = new InceptionBlock(2, 3, 4, 1, 2, 3) { LargeKernel = largeKernel };
        var shape = new LayerShape(3, 5, 5);
        using var module = block.Create(shape, new LayerBuild(1, false));
        Disturb(module);
        var of = module.state_dict();
        var x = randn(2, 3, 5, 5);
        Tensor Path(Tensor input, params string[] parts) => parts.Aggregate(input, (current, part) =>
        {
            var weight = of[$"{part}.conv.weight"];
            var sums = F.conv2d(current, weight, padding: [weight.size(2) / 2, weight.size(2) / 2]);
            return Normalized(of, sums, $"{part}.bn", 1e-3).relu();
        });
        var pooled = F.max_pool2d(x, 3L, stride: 1L, padding: 1L);
        var expected = cat(
            [Path(x, "branch1"), Path(x, "branch2.0", "branch2.1"), Path(x, "branch3.0", "branch3.1"), Path(pooled, "branch4.1")], 1);
        Near(expected, module.call(x));
        Assert.AreEqual(2 + 4 + 2 + 3, block.OutputOf(shape).Channels);
        Assert.AreEqual(module.parameters().Sum(weight => weight.numel()), block.ParametersFor(shape));
    }

    [TestMethod]
    public void Weights_of_a_table_stand_where_its_connections_are_and_nowhere_else()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        int[][] connections = [[2, 0], [1], [0, 1, 2]];
        var table = new ConnectedWeights(3, connections);
        Assert.AreEqual((3, 6), (table.Outputs, table.Count));
        var weights = arange(1, 13, ScalarType.Float32).view(6, 2);
        var whole = table.Whole(weights);
        CollectionAssert.AreEqual(new long[] { 3, 3, 2 }, whole.shape);
        var at = 0;
        var expected = new float[18];
        for (var output = 0; output < 3; output++)
            foreach (var input in connections[output])
                for (var tap = 0; tap < 2; tap++)
                    expected[(output * 6) + (input * 2) + tap] = ++at;
        CollectionAssert.AreEqual(expected, whole.contiguous().data<float>().ToArray());
    }

    [TestMethod]
    [DataRow(WeightInitialization.He)]
    [DataRow(WeightInitialization.LeCun)]
    [DataRow(WeightInitialization.Xavier)]
    public void First_weights_of_a_table_are_as_wide_as_what_an_output_sees_asks_for(WeightInitialization method)
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        int[][] connections = [[0], [0, 1, 2, 3]];
        const int taps = 500;
        var table = new ConnectedWeights(4, connections);
        using var weight = new TorchSharp.Modules.Parameter(zeros(5, taps));
        using var bias = new TorchSharp.Modules.Parameter(ones(2));
        table.Draw(weight, bias, method);
        using var gradientsOff = no_grad();
        double[] seeing = [2, (2 + 1 + 1 + 1) / 4.0]; // outputs that see what an output sees, in the mean
        for (var (output, at) = (0, 0); output < 2; at += connections[output++].Length)
        {
            var count = connections[output].Length;
            var bound = method switch
            {
                WeightInitialization.He => Math.Sqrt(6.0 / (count * taps)),
                WeightInitialization.LeCun => Math.Sqrt(1.0 / (count * taps)),
                _ => Math.Sqrt(6.0 / ((count + seeing[output]) * taps)),
            };
            var most = weight.narrow(0, at, count).abs().max().item<float>();
            Assert.IsLessThanOrEqualTo(bound * 1.00001, most);
            Assert.IsGreaterThan(bound * 0.97, most, "of 500 numbers the largest is near the bound");
            Assert.IsLessThanOrEqualTo(method == WeightInitialization.LeCun ? bound : 0, Math.Abs(bias[output].item<float>()));
        }
    }

    private static Tensor Normalized(Dictionary<string, Tensor> of, Tensor x, string name, double epsilon = 1e-5)
    {
        Tensor Channels(string part) => of[$"{name}.{part}"].view(1, -1, 1, 1);
        return ((x - Channels("running_mean")) / (Channels("running_var") + epsilon).sqrt() * Channels("weight")) + Channels("bias");
    }

    // As after a training: running values and weights are no ones and zeros.
    private static void Disturb(nn.Module module)
    {
        module.eval();
        foreach (var (name, value) in module.state_dict().Where(value => value.Value.dim() == 1))
            if (name.EndsWith("running_var", StringComparison.Ordinal) || name.EndsWith("weight", StringComparison.Ordinal))
                value.uniform_(0.5, 2);
            else
                value.uniform_(-1, 1);
    }

    private static void Near(Tensor expected, Tensor actual) =>
        Assert.IsLessThan(1e-5f, (expected - actual).abs().max().item<float>());
}
