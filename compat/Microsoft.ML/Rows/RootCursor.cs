using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// A cursor that counts its own rows: Position is -1 before the first row, after the last and after disposal.
internal abstract class RootCursor : DataViewRowCursor
{
    private long _position = -1;
    private bool _ended;

    protected RootCursor(IExceptionContext ctx) => Ctx = ctx;

    protected IExceptionContext Ctx { get; }

    public sealed override long Position => _position;

    public override long Batch => 0;

    public sealed override bool MoveNext()
    {
        if (_ended)
            return false;
        if (MoveNextCore())
        {
            _position++;
            return true;
        }
        Dispose();
        return false;
    }

    /// Called until it returns false or the cursor is disposed.
    protected abstract bool MoveNextCore();

    protected override void Dispose(bool disposing)
    {
        _ended = true;
        _position = -1;
    }

    protected void CheckGood() => Ctx.Check(_position >= 0, "Cannot get a value: the cursor is not at a row");
}
