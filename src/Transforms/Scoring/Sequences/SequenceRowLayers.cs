using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>Copies the layers of encoders that are computed here.</summary>
internal static class SequenceRowLayers
{
    // Past this many weights, or multiplications where torch computes all steps at once, the arithmetic outweighs the way into torch.
    private const long MostWeights = 1 << 18;
    private const long MostMultiplications = 3_000_000;

    /// <summary>The layers; null if they are too large or not computed here.</summary>
    public static SequenceRowLayer[]? Of(nn.Module network, SequenceEncoderArchitecture architecture, int maximumLength)
    {
        var (stack, count) = (architecture.Stack, network.parameters().Sum(p => p.numel()));
        if (architecture.KeyCount > 0)
            count -= (architecture.KeyCount + 1L) * architecture.EmbeddingSize; // a row of it is read for a step
        if (stack.Bidirectional || architecture.Front is not null || count > MostWeights)
            return null;
        var weights = new NamedNumbers(network);
        return stack.Encoder switch
        {
            LstmEncoder lstm => [.. Enumerable.Range(0, lstm.LayerCount).Select(depth => Lstm(weights, depth, lstm.HiddenSize))],
            GruEncoder { ResetBefore: false } gru =>
                [.. Enumerable.Range(0, gru.LayerCount).Select(depth => Gru(weights, depth, gru.HiddenSize))],
            TimeDelayEncoder { IsUsual: true } delay when count * maximumLength <= MostMultiplications =>
                [.. Enumerable.Range(0, delay.LayerCount).Select(depth => TimeDelay(weights, depth, delay))],
            _ => null,
        };
    }

    private static LstmRowLayer Lstm(NamedNumbers weights, int depth, int units)
    {
        var biases = weights[$"encoder.recurrent.forward0.lstm.bias_ih_l{depth}"];
        var others = weights[$"encoder.recurrent.forward0.lstm.bias_hh_l{depth}"];
        return new LstmRowLayer(
            weights.Columns($"encoder.recurrent.forward0.lstm.weight_ih_l{depth}", 4 * units),
            weights.Columns($"encoder.recurrent.forward0.lstm.weight_hh_l{depth}", 4 * units), [.. biases.Zip(others, (a, b) => a + b)]);
    }

    private static GruRowLayer Gru(NamedNumbers weights, int depth, int units) => new(
        weights.Columns($"encoder.recurrent.forward0.gru.weight_ih_l{depth}", 3 * units),
        weights.Columns($"encoder.recurrent.forward0.gru.weight_hh_l{depth}", 3 * units),
        weights[$"encoder.recurrent.forward0.gru.bias_ih_l{depth}"], weights[$"encoder.recurrent.forward0.gru.bias_hh_l{depth}"]);

    // Torch has (outputs, inputs, taps): a matrix for each tap is taken out of it.
    private static TimeDelayRowLayer TimeDelay(NamedNumbers weights, int depth, TimeDelayEncoder encoder)
    {
        var name = $"encoder.recurrent.forward{depth}.delay.convolution";
        var all = weights[name + ".weight"];
        var taps = Enumerable.Range(0, encoder.Taps)
            .Select(tap => new ColumnWeights([.. all.Where((_, at) => at % encoder.Taps == tap)], encoder.HiddenSize)).ToArray();
        return new TimeDelayRowLayer(taps, weights[name + ".bias"], 1 << depth);
    }
}
