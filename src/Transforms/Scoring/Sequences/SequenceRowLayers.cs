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
            LstmEncoder lstm => [.. Enumerable.Range(0, lstm.LayerCount).Select(depth => Lstm(weights, depth, lstm))],
            GruEncoder { ResetBefore: false } gru =>
                [.. Enumerable.Range(0, gru.LayerCount).Select(depth => Gru(weights, depth, gru))],
            TimeDelayEncoder { IsUsual: true } delay when count * maximumLength <= MostMultiplications =>
                [.. Enumerable.Range(0, delay.LayerCount).Select(depth => TimeDelay(weights, depth, delay))],
            _ => null,
        };
    }

    private static LstmRowLayer Lstm(NamedNumbers weights, int depth, LstmEncoder encoder)
    {
        string Name(string weight) => Recurrent(encoder, depth, "lstm", weight);
        return new LstmRowLayer(
            weights.Columns(Name("weight_ih"), 4 * encoder.HiddenSize), weights.Columns(Name("weight_hh"), 4 * encoder.HiddenSize),
            [.. weights[Name("bias_ih")].Zip(weights[Name("bias_hh")], (a, b) => a + b)]);
    }

    private static GruRowLayer Gru(NamedNumbers weights, int depth, GruEncoder encoder)
    {
        string Name(string weight) => Recurrent(encoder, depth, "gru", weight);
        return new GruRowLayer(
            weights.Columns(Name("weight_ih"), 3 * encoder.HiddenSize), weights.Columns(Name("weight_hh"), 3 * encoder.HiddenSize),
            weights[Name("bias_ih")], weights[Name("bias_hh")]);
    }

    // Layers that torch stacks are numbered within one of ours.
    private static string Recurrent(RecurrentEncoder encoder, int depth, string cell, string weight) => encoder.StacksItself
        ? $"encoder.recurrent.forward0.{cell}.{weight}_l{depth}"
        : $"encoder.recurrent.forward{depth}.{cell}.{weight}_l0";

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
