using System.IO.Compression;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Bench;

/// <summary>
/// A saved classifier's scores beside those that the same weights give in plain TorchSharp: torch.nn.TransformerEncoder, and the equations
/// of gated recurrent units as in Cho et al. 2014. The largest difference is reported.
/// </summary>
internal sealed class SequenceParity : IQualityTask
{
    private const int Width = 16, Heads = 4, Units = 24, Classes = 3, Rows = 20, Length = 9;

    public string Name => "parity";

    public IEnumerable<(string Name, double Value)> Run()
    {
        yield return ("parity.transformer", Difference(
            new TransformerEncoder
            {
                HiddenSize = Width,
                HeadCount = Heads,
                LayerCount = 2,
                FeedForwardSize = Units,
                NormalizeFirst = false,
                Positions = new LearnedPositions { MaximumLength = Length },
            }, Attended));
        yield return ("parity.gru_reset_before", Difference(new GruEncoder { HiddenSize = Width, ResetBefore = true }, Gated));
    }

    private static double Difference(SequenceEncoder encoder, Func<Dictionary<string, Tensor>, Tensor, Tensor> summary)
    {
        var ml = new MLContext(seed: 1);
        var random = new Random(1);
        var rows = Enumerable.Range(0, Rows).Select(i => new Row
        {
            Label = (uint)(i % Classes),
            Features = [.. Enumerable.Range(0, Width * (3 + (i % (Length - 2)))).Select(_ => (float)((2 * random.NextDouble()) - 1))],
        }).ToArray();
        var data = ml.Data.LoadFromEnumerable(rows);
        using var model = ml.MulticlassClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            StepSize = Width,
            Encoder = encoder,
            InputScaling = NetworkInputScaling.None,
            Training = new TrainingOptions { Epochs = 2, LearningRate = 0.01 },
        }).Fit(data);
        var file = Path.Combine(Path.GetTempPath(), $"parity-{Environment.ProcessId}.zip");
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        try
        {
            ml.Model.Save(model, data.Schema, file);
            var weights = Weights(file);
            return model.Transform(data).GetColumn<float[]>("Score").Zip(rows, (score, row) =>
            {
                var steps = tensor(row.Features, [1, row.Features.Length / Width, Width]);
                var logits = nn.functional.linear(summary(weights, steps), weights["answer.weight"], weights["answer.bias"]);
                var expected = logits.softmax(1).data<float>().ToArray();
                return score.Zip(expected, (a, b) => Math.Abs((double)a - b)).Max();
            }).Max();
        }
        finally
        {
            File.Delete(file);
        }
    }

    // (1, time, width) → the mean of what torch's layers answer, (1, width)
    private static Tensor Attended(Dictionary<string, Tensor> weights, Tensor steps)
    {
        const string stack = "encoder.recurrent.forward0.";
        using var layer = nn.TransformerEncoderLayer(Width, Heads, Units, 0, nn.Activations.GELU);
        using var encoder = nn.TransformerEncoder(layer, 2);
        encoder.eval();
        var named = encoder.state_dict();
        foreach (var (theirs, ours) in (IEnumerable<(string, string)>)[
            ("self_attn.in_proj_", "attention.projection."), ("self_attn.out_proj.", "attention.output."), ("linear1.", "wide."),
            ("linear2.", "narrow."), ("norm1.", "attentionNorm."), ("norm2.", "denseNorm.")])
            foreach (var part in (string[])["weight", "bias"])
                for (var depth = 0; depth < 2; depth++)
                    named[$"layers.{depth}.{theirs}{part}"].copy_(weights[$"{stack}block{depth}.{ours}{part}"]);
        var placed = steps + weights[stack + "positions.places"].narrow(0, 0, steps.size(1));
        var normed = nn.functional.layer_norm(placed, [Width], weights[stack + "norm.weight"], weights[stack + "norm.bias"]);
        return encoder.call(normed.transpose(0, 1), null, null).mean([0]);
    }

    // (1, time, width) → the last state of the cell, (1, width)
    private static Tensor Gated(Dictionary<string, Tensor> weights, Tensor steps)
    {
        const string cell = "encoder.recurrent.forward0.";
        var h = zeros(1, Width);
        for (var t = 0; t < steps.size(1); t++)
        {
            var x = nn.functional.linear(steps.select(1, t), weights[cell + "input.weight"], weights[cell + "input.bias"]).chunk(3, 1);
            var u = nn.functional.linear(h, weights[cell + "gates.weight"]).chunk(2, 1);
            var (reset, keep) = ((x[0] + u[0]).sigmoid(), (x[1] + u[1]).sigmoid());
            var proposed = (x[2] + nn.functional.linear(reset * h, weights[cell + "candidate.weight"])).tanh();
            h = (keep * h) + ((1 - keep) * proposed);
        }
        return h;
    }

    // The weights of a saved model, which lie in it as safetensors: a length, a header in JSON, then the numbers.
    private static Dictionary<string, Tensor> Weights(string file)
    {
        using var zip = ZipFile.OpenRead(file);
        using var stream = new MemoryStream();
        using (var entry = zip.Entries.Single(e => e.FullName.EndsWith("weights.safetensors", StringComparison.Ordinal)).Open())
            entry.CopyTo(stream);
        var bytes = stream.ToArray();
        var length = (int)BitConverter.ToInt64(bytes);
        using var header = JsonDocument.Parse(bytes.AsMemory(8, length));
        return header.RootElement.EnumerateObject().Where(p => p.Name != "__metadata__").ToDictionary(p => p.Name, p =>
        {
            var ends = p.Value.GetProperty("data_offsets").EnumerateArray().Select(o => o.GetInt32()).ToArray();
            var numbers = new float[(ends[1] - ends[0]) / sizeof(float)];
            Buffer.BlockCopy(bytes, 8 + length + ends[0], numbers, 0, ends[1] - ends[0]);
            return tensor(numbers, [.. p.Value.GetProperty("shape").EnumerateArray().Select(s => s.GetInt64())]);
        });
    }

    private sealed class Row
    {
        [KeyType(Classes)]
        public uint Label { get; set; }

        [VectorType]
        public float[] Features { get; set; } = [];
    }
}
