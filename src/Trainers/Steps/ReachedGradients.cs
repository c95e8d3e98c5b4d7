using DeepML.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>The gradients of one step: of whole parameters, or of the parts that the batch reaches where only these are moved.</summary>
/// <param name="parameters">The parameters.</param>
/// <param name="memory">What the optimizer remembers of them.</param>
/// <param name="movesNumbers">Whether numbers are moved in the processor's memory, where they lie there: parts are only there.</param>
/// <param name="tapsAlone">Whether weights whose gradient is always 0 stay as they are, so that it need not be known.</param>
internal sealed class ReachedGradients(
    IReadOnlyList<Parameter> parameters, OptimizerMemory memory, bool movesNumbers, bool tapsAlone) : IDisposable
{
    private readonly ReachedTaps?[] _taps =
        [.. parameters.Select((parameter, i) => movesNumbers && memory.IsPlain(i) ? ReachedTaps.Begin(parameter) : null)];

    private readonly RowGradients?[] _rows = new RowGradients?[parameters.Count];        // of those that were sparse once
    private readonly TapGradients?[] _tapGradients = new TapGradients?[parameters.Count];
    private readonly IPartGradients?[] _reached = new IPartGradients?[parameters.Count]; // of the step in progress

    /// <summary>The part of a parameter that the step reaches; null for all of it.</summary>
    public IPartGradients? Part(int index) => _reached[index];

    /// <summary>Begins a step: where passes were of another kind than those before, whole parameters are remembered from now on.</summary>
    public void BeginStep()
    {
        for (var i = 0; i < parameters.Count; i++)
        {
            if (memory.Window(i) is null)
                continue;
            using var whole = parameters[i].grad;
            if (whole is null)
                continue;
            memory.Widen();
            return;
        }
    }

    /// <summary>A parameter's gradient, of all of it or of <see cref="Part"/>; null where the batch has not reached it.</summary>
    /// <param name="index">Place of the parameter.</param>
    /// <param name="whole">Whether it has to be of all of it.</param>
    public Tensor? Take(int index, bool whole)
    {
        if (_taps[index] is { Gradient: { } ofTaps } taps && MovesAlone(index, taps))
        {
            _reached[index] = _tapGradients[index] ??= new TapGradients(taps, memory, index);
            return ofTaps;
        }
        Spread(index);
        var gradient = parameters[index].grad;
        if (gradient is null || !gradient.is_sparse)
            return gradient;
        using var owned = gradient;
        if (!movesNumbers || whole || !memory.IsPlain(index))
            return gradient.to_dense();
        var rows = _rows[index] ??= new RowGradients(parameters[index], memory, index);
        _reached[index] = rows;
        return rows.Gather(gradient);
    }

    /// <summary>The taps that the step moves alone; null where it moves the whole parameter.</summary>
    public TapWindow? Window(int index) => _reached[index] is TapGradients ? _taps[index]!.Window : null;

    /// <summary>Ends the step.</summary>
    public void EndStep() => Array.Clear(_reached);

    /// <summary>Forgets the gradients of earlier batches.</summary>
    public void Forget()
    {
        for (var i = 0; i < parameters.Count; i++)
        {
            parameters[i].grad = null;
            _taps[i]?.ForgetGradient();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var taps in _taps)
            taps?.Dispose();
    }

    /// <summary>Makes gradients of all weights of those of their taps.</summary>
    public void Spread()
    {
        for (var i = 0; i < parameters.Count; i++)
            Spread(i);
    }

    // In a step that follows one of the whole parameter, or of other taps, the whole is moved.
    private bool MovesAlone(int index, ReachedTaps taps) => tapsAlone && parameters[index].grad is null
        && (!memory.HasBegun || memory.Window(index) == taps.Window);

    private void Spread(int index)
    {
        if (_taps[index] is not { } taps)
            return;
        using var ofTaps = taps.Gradient;
        if (ofTaps is null)
            return;
        using var present = parameters[index].grad;
        var spread = taps.Spread(ofTaps);
        parameters[index].grad = present is null ? spread : present.Plus(spread);
        taps.ForgetGradient();
    }
}
