using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Recurrent;

/// <summary>Against what PyTorch computed with packed sequences: recurrent_reference.py.</summary>
[TestClass]
public sealed class RecurrentParityTests
{
    private static readonly JsonDocument Reference = JsonDocument.Parse(
        typeof(RecurrentParityTests).Assembly.GetManifestResourceStream("recurrent_reference.json")
            ?? throw new InvalidOperationException("recurrent_reference.json is missing."));

    public static IEnumerable<object[]> Encoders =>
        from encoder in ((SequenceEncoder Encoder, string Recorded, string Field)[])
        [
            (new LstmEncoder { HiddenSize = 3 }, "Lstm", "lstm"), (new GruEncoder { HiddenSize = 3 }, "Gru", "gru"),
            (new ElmanEncoder { HiddenSize = 3 }, "Tanh", "rnn"),
        ]
        from bidirectional in (bool[])[false, true]
        select new object[] { encoder.Encoder, encoder.Recorded, encoder.Field, bidirectional };

    [TestMethod]
    [DynamicData(nameof(Encoders))]
    public void Masked_sequences_give_what_PyTorch_gives_for_packed_ones(
        SequenceEncoder encoder, string recorded, string field, bool bidirectional)
    {
        using var scope = NewDisposeScope();
        using var stack = new RecurrentStack(new RecurrentStackArchitecture(encoder, 2, bidirectional));
        Fill(stack, field, bidirectional);
        var inputs = tensor(
            Enumerable.Range(0, 3)
                .SelectMany(b => Enumerable.Range(0, 5)
                    .SelectMany(t => Enumerable.Range(0, 2).Select(f => (float)Math.Sin(b + (0.5 * t) + (0.3 * f))))).ToArray(),
            [3, 5, 2]);
        long[] lengths = [5, 2, 4];
        using var gradientsOff = no_grad();
        var output = stack.Run(inputs, tensor(lengths));
        var expected = Reference.RootElement.GetProperty($"{recorded}.{(bidirectional ? "bi" : "uni")}")
            .EnumerateArray().Select(e => e.GetSingle()).ToArray();
        var width = bidirectional ? 6 : 3;
        for (var row = 0; row < 3; row++)
            for (var time = 0; time < lengths[row]; time++)
                for (var unit = 0; unit < width; unit++)
                    Assert.AreEqual(expected[(((row * 5) + time) * width) + unit], output[row, time, unit].ToSingle(), 1e-5,
                        $"row {row}, step {time}, unit {unit}");
    }

    private static void Fill(RecurrentStack stack, string field, bool bidirectional)
    {
        var weights = stack.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        var k = 0;
        using var gradientsOff = no_grad();
        foreach (var name in new[] { "bias_hh_l0", "bias_ih_l0", "weight_hh_l0", "weight_ih_l0" })
        {
            foreach (var direction in bidirectional ? new[] { "forward0", "backward0" } : ["forward0"])
            {
                var weight = weights[$"{direction}.{field}.{name}"];
                var values = Enumerable.Range(0, (int)weight.numel()).Select(_ => (float)(0.5 * Math.Sin((0.7 * k++) + 1))).ToArray();
                weight.copy_(tensor(values, weight.shape));
            }
        }
    }
}
