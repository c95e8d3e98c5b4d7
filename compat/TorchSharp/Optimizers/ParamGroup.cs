#nullable disable
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// Parameters that share options.
public class ParamGroup : optim.ILearningRateController
{
    IEnumerable<Parameter> _parameters;
    Parameter[] _snapshot;
    IntPtr[] _handles;

    public ParamGroup() { }

    public IEnumerable<Parameter> Parameters
    {
        get => _parameters;
        set
        {
            _parameters = value;
            _snapshot = null;
            Workspace = null;
        }
    }

    public OptimizerOptions Options { get; set; }

    public double LearningRate
    {
        get => Options.LearningRate.Value;
        set => Options.LearningRate = value;
    }

    public double InitialLearningRate
    {
        get => Options.InitialLearningRate;
        set => Options.InitialLearningRate = value;
    }

    /// The parameters as they were when the group joined its optimizer; walking a module's tree at every step would cost more than the step.
    internal Parameter[] Snapshot => _snapshot ??= [.. _parameters];

    /// Scratch arrays of the optimizer, as long as the snapshot.
    internal object Workspace { get; set; }

    internal IntPtr[] Handles()
    {
        var all = Snapshot;
        _handles = _handles?.Length == all.Length ? _handles : new IntPtr[all.Length];
        for (var i = 0; i < all.Length; i++) _handles[i] = all[i].Handle;
        return _handles;
    }
}

public class ParamGroup<TOptions> : ParamGroup where TOptions : OptimizerOptions
{
    public ParamGroup() { }

    public ParamGroup(IEnumerable<Parameter> parameters, TOptions options = null)
    {
        Parameters = parameters;
        base.Options = options;
    }

    public new TOptions Options
    {
        get => (TOptions)base.Options;
        set => base.Options = value;
    }
}
