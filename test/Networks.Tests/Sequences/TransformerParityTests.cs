using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks.Tests.Recurrent;

/// <summary>
/// Against torch.nn.TransformerEncoder of the libtorch at hand, and against what it once gave: transformer_reference.json, which
/// <see cref="What_torch_gives_is_what_was_recorded"/> writes into the folder that DEEPML_RECORD_FOLDER names.
/// </summary>
[TestClass]
public sealed class TransformerParityTests
{
    private const int Width = 8, Heads = 2, Units = 12, Layers = 2, Time = 6;

    private static readonly long[] Lengths = [6, 2, 5];

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [TestMethod]
    [DataRow("relu", Activation.ReLU)]
    [DataRow("gelu", Activation.GELU)]
    public void Blocks_give_what_was_recorded_of_torch(string name, Activation activation)
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        var expected = Recorded()[name];
        var encoder = new TransformerEncoder
        {
            HiddenSize = Width,
            HeadCount = Heads,
            FeedForwardSize = Units,
            Activation = activation,
            NormalizeFirst = false,
        };
        var x = Steps();
        var view = AttentionView.Within(tensor(Lengths), Time);
        var k = 0;
        for (var depth = 0; depth < Layers; depth++)
        {
            using var block = new TransformerBlock(encoder);
            Fill(block.state_dict(), ref k, "attention.projection.weight", "attention.projection.bias", "attention.output.weight",
                "attention.output.bias", "wide.weight", "wide.bias", "narrow.weight", "narrow.bias", "attentionNorm.weight",
                "attentionNorm.bias", "denseNorm.weight", "denseNorm.bias");
            (x, _, _) = block.Run(x, view, null);
        }
        for (var row = 0; row < Lengths.Length; row++)
            for (var t = 0; t < Lengths[row]; t++)
                for (var i = 0; i < Width; i++)
                    Assert.AreEqual(expected[(((row * Time) + t) * Width) + i], x[row, t, i].item<float>(), 1e-5, $"{row}, {t}, {i}");
    }

    [TestMethod]
    public void What_torch_gives_is_what_was_recorded()
    {
        var actual = new Dictionary<string, float[]>
        {
            ["relu"] = OfTorch(nn.Activations.ReLU),
            ["gelu"] = OfTorch(nn.Activations.GELU),
        };
        if (Environment.GetEnvironmentVariable("DEEPML_RECORD_FOLDER") is { Length: > 0 } folder)
            File.WriteAllText(Path.Combine(folder, "transformer_reference.json"), JsonSerializer.Serialize(actual, Indented) + "\n");
        var recorded = Recorded();
        foreach (var (name, values) in actual)
            for (var i = 0; i < values.Length; i++)
                Assert.AreEqual(recorded[name][i], values[i], 1e-5, $"{name}, {i}");
    }

    private static float[] OfTorch(nn.Activations activation)
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var layer = TransformerEncoderLayer(Width, Heads, Units, dropout: 0, activation);
        using var encoder = TransformerEncoder(layer, Layers);
        encoder.eval();
        var weights = encoder.state_dict();
        var k = 0;
        for (var depth = 0; depth < Layers; depth++)
            Fill(weights, ref k, [.. new[]
            {
                "self_attn.in_proj_weight", "self_attn.in_proj_bias", "self_attn.out_proj.weight", "self_attn.out_proj.bias",
                "linear1.weight", "linear1.bias", "linear2.weight", "linear2.bias", "norm1.weight", "norm1.bias",
                "norm2.weight", "norm2.bias",
            }.Select(name => $"layers.{depth}.{name}")]);
        var padded = SequenceEncoderNetwork.Mask(tensor(Lengths), Time).logical_not();
        var answer = encoder.call(Steps().transpose(0, 1), null, padded).transpose(0, 1); // torch has time first
        return answer.masked_fill(padded.unsqueeze(2), 0).contiguous().data<float>().ToArray();
    }

    private static Tensor Steps() => tensor(
        Enumerable.Range(0, Lengths.Length * Time * Width).Select(i => (float)Math.Sin((0.37 * i) + (0.01 * i * i))).ToArray(),
        [Lengths.Length, Time, Width]);

    // Numbers of a sine, one weight after the other.
    private static void Fill(Dictionary<string, Tensor> weights, ref int k, params string[] names)
    {
        foreach (var name in names)
        {
            var from = k;
            var weight = weights[name];
            k += (int)weight.numel();
            weight.copy_(tensor(
                Enumerable.Range(from, k - from).Select(i => (float)(0.5 * Math.Sin((0.7 * i) + 1))).ToArray(), weight.shape));
        }
    }

    private static Dictionary<string, float[]> Recorded() => JsonSerializer.Deserialize<Dictionary<string, float[]>>(
        typeof(TransformerParityTests).Assembly.GetManifestResourceStream("transformer_reference.json")
            ?? throw new InvalidOperationException("transformer_reference.json is missing."))!;
}
