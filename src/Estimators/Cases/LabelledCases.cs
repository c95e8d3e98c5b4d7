using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>The rows that have a label, with their numbers among all.</summary>
internal sealed class LabelledCases : IDisposable
{
    private readonly Tensor _rows; // (rows, width)
    private readonly Tensor _classes; // (rows) int64
    private readonly Tensor _numbers; // (rows) int64

    private LabelledCases(Tensor rows, Tensor classes, Tensor numbers) => (_rows, _classes, _numbers) = (rows, classes, numbers);

    /// <summary>How many there are.</summary>
    public int Count => (int)_rows.size(0);

    /// <summary>Takes those that have a label.</summary>
    /// <param name="read">Every row; its class is -1 where it has none.</param>
    /// <param name="label">Name of the label.</param>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    public static LabelledCases Of(InMemoryBatches read, string label)
    {
        using var scope = NewDisposeScope();
        var classes = read.Rows.Targets.reshape(-1);
        var numbers = classes.ge(Numbers.Zero).nonzero().reshape(-1);
        if (numbers.size(0) == 0)
            throw new InvalidOperationException($"There are no rows with a label: column '{label}' is missing in each.");
        return new LabelledCases(
            read.Rows.Features.index_select(0, numbers).DetachFromDisposeScope(),
            classes.index_select(0, numbers).DetachFromDisposeScope(), numbers.DetachFromDisposeScope());
    }

    /// <summary>Stores them in a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="recall">Share of the nearest rows that is to be found, where there are several lists.</param>
    /// <param name="seed">Fixes the lists.</param>
    /// <returns>The share that is found.</returns>
    public double StoreIn(CaseNetwork network, double recall, int seed)
    {
        using var scope = NewDisposeScope();
        var lists = network.Architecture.Lists;
        var centres = lists == 1 ? _rows.narrow(0, 0, 1) : CaseLists.Centres(_rows, lists, seed);
        network.Store(_rows, _classes, _numbers, centres);
        return lists == 1 ? 1 : CaseTuning.Tune(network, _rows, _numbers, recall, seed);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _rows.Dispose();
        _classes.Dispose();
        _numbers.Dispose();
    }
}
