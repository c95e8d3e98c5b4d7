using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// A cursor with the schema of its input that passes on some of the input's rows (filters, skip and take).
internal abstract class LinkedCursor : RootCursor
{
    private readonly bool[] _active;

    protected LinkedCursor(IExceptionContext ctx, DataViewRowCursor input, bool[] active) : base(ctx)
    {
        Input = input;
        _active = active;
    }

    protected DataViewRowCursor Input { get; }

    public override long Batch => Input.Batch;

    public override DataViewSchema Schema => Input.Schema;

    public override ValueGetter<DataViewRowId> GetIdGetter() => Input.GetIdGetter();

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Ctx.CheckActive(IsColumnActive(column), column);
        return Input.GetGetter<TValue>(column);
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => _active[Schema.CheckIndex(column)];

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        Input.Dispose();
    }
}
