using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>
/// Delivers the rows of a text source in file order. Blocks of whole records are read one after another and parsed in
/// parallel ahead of the reader; their number is bounded, so memory does not grow with the source.
/// </summary>
internal sealed class TextLoaderCursor : RootCursor
{
    // Blocks in the making: one for each core and one more, so that a slow reader never waits at a block boundary.
    private static readonly int BlocksAhead = Math.Clamp(Environment.ProcessorCount, 1, 8) + 1;

    private readonly TextLoader _loader;
    private readonly TextLoaderLog _log;
    private readonly BlockReader _reader;
    private readonly bool[] _isActive;
    private readonly ColumnBinding[] _active;
    private readonly Queue<Task<TextBlock>> _parsing = new();
    private readonly Stack<TextBlock> _spare = new();
    private Task<TextBlock> _reading;
    private TextBlock _block;
    private int _lineBase;
    private int _nextFault;
    private int _row = -1;
    private long _rows;

    public TextLoaderCursor(TextLoader loader, IMultiStreamSource source, bool[] active)
        : base(loader.Host)
    {
        _loader = loader;
        _isActive = active;
        _active = [.. loader.Bindings.Where((_, i) => active[i])];
        _log = new TextLoaderLog(loader.Host);
        _reader = new BlockReader(source, loader.Settings, loader.HasHeader);
    }

    public override DataViewSchema Schema => _loader.Schema;

    internal int RowInBlock => _row;

    public override bool IsColumnActive(DataViewSchema.Column column) => _isActive[Schema.CheckIndex(column)];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Ctx.CheckActive(IsColumnActive(column), column);
        var index = _isActive.AsSpan(0, column.Index).Count(true);
        return Ctx.CastGetter<TValue>(_active[index].CreateValues(_loader.Settings).CreateGetter(this, index), Schema[column.Index]);
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) =>
    {
        CheckGood();
        id = new DataViewRowId((ulong)Position, 0);
    };

    protected override bool MoveNextCore()
    {
        if (_rows == _loader.MaxRows)
            return false;
        while (_block is null || _row + 1 >= _block.Rows)
        {
            if (!NextBlock())
                return false;
        }

        _row++;
        _rows++;
        if (_nextFault < _block.Faults.Count)
            ReportFaults();
        return true;
    }

    internal ColumnValues CurrentValues(int activeIndex)
    {
        CheckGood();
        return _block.Columns[activeIndex];
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing)
            return;

        // The reader must not be closed while a read is under way; blocks being parsed need nothing from it.
        // What went wrong in it no longer matters to anyone.
        if (_reading is not null)
            ((Task)_reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
        _reader.Dispose();
        _log.Finish(_rows);
    }

    private bool NextBlock()
    {
        if (_block is not null)
        {
            // The block may end with what concerns no row, such as comments; its faults have all been told.
            _lineBase += _block.Lines;
            _spare.Push(_block);
            _block = null;
        }

        var next = _loader.UseThreads ? NextFromWorkers() : ReadAndParse();
        if (next is null)
            return false;
        _block = next;
        _row = -1;
        _nextFault = 0;
        if (next.StartsFile)
            _lineBase = 0;
        _lineBase += next.LinesBefore;
        return true;
    }

    private TextBlock ReadAndParse()
    {
        var block = Read(Spare());
        block?.Parse();
        return block;
    }

    private TextBlock NextFromWorkers()
    {
        _reading ??= StartReading();
        while (_parsing.Count < BlocksAhead)
        {
            // With something at hand to deliver, a slow source is not waited for.
            if (_parsing.Count > 0 && !_reading.IsCompleted)
                break;
            var block = _reading.GetAwaiter().GetResult();
            if (block is null)
                break;
            _parsing.Enqueue(Task.Run(() =>
            {
                block.Parse();
                return block;
            }));
            _reading = StartReading();
        }

        return _parsing.TryDequeue(out var parsing) ? parsing.GetAwaiter().GetResult() : null;
    }

    private Task<TextBlock> StartReading()
    {
        var block = Spare();
        return Task.Run(() => Read(block));
    }

    private TextBlock Read(TextBlock block) => _reader.Read(block) ? block : null;

    private TextBlock Spare()
        => _spare.TryPop(out var block) ? block
            : new TextBlock(_loader.Settings, BlockReader.DefaultBlockBytes, [.. _active.Select(c => c.CreateValues(_loader.Settings))]);

    private void ReportFaults()
    {
        for (; _nextFault < _block.Faults.Count && _block.Faults[_nextFault].Row <= _row; _nextFault++)
        {
            var fault = _block.Faults[_nextFault];
            var line = _lineBase + fault.Line;
            if (fault.Kind == ParseFaultKind.Fatal)
                throw Fatal(fault, line);
            _log.Report(fault, _block.Path, line);
        }
    }

    private Exception Fatal(ParseFault fault, int line)
    {
        var slot = fault.Slot < 0 ? "" : $", slot {fault.Slot}";
        var message = $"Could not parse value {fault.Text} in line {line}, column {fault.Column}{slot}";
        Dispose();
        var cause = Ctx.Except(message);
        return _loader.UseThreads ? Ctx.ExceptDecode(cause, $"Stream reading encountered exception: {message}") : cause;
    }
}
