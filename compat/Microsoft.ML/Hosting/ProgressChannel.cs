namespace Microsoft.ML.Runtime;

/// Records progress; nothing of it reaches the log.
internal sealed class ProgressChannel : IProgressChannel
{
    private readonly IExceptionContext _ctx;
    private readonly string _name;
    private ProgressHeader _header = new([], []);

    public ProgressChannel(IExceptionContext ctx, string name)
    {
        ctx.CheckNonEmpty(name, nameof(name));
        _ctx = ctx;
        _name = name;
    }

    public Action<IProgressEntry> FillAction { get; private set; }

    public double?[] LastCheckpoint { get; private set; } = [];

    public long Checkpoints { get; private set; }

    public void SetHeader(ProgressHeader header, Action<IProgressEntry> fillAction)
    {
        _ctx.CheckValue(header, nameof(header));
        _ctx.CheckValue(fillAction, nameof(fillAction));
        _header = header;
        FillAction = fillAction;
    }

    public void Checkpoint(params double?[] values)
    {
        _ctx.CheckValue(values, nameof(values));
        var most = _header.MetricNames.Count + 2 * _header.UnitNames.Count;
        _ctx.Check(values.Length <= most, $"Progress channel '{_name}' got {values.Length} values; its header allows {most}: metrics, then units, then their limits");
        LastCheckpoint = values;
        Checkpoints++;
    }

    public IProgressChannel StartProgressChannel(string name) => new ProgressChannel(_ctx, _name + ": " + name);

    public void Dispose() => FillAction = null;
}
