using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Rows of a binary file, in file order or with blocks and the rows in each block shuffled.</summary>
internal sealed class BinaryCursor : RootCursor
{
    private readonly BinaryView _view;
    private readonly bool[] _active;
    private readonly Random _random;
    private readonly BinaryReader _reader;
    private readonly BinaryColumn[] _columns;
    private readonly int[] _blockOrder;
    private int[] _rowOrder = [];
    private int _nextBlock;
    private BinaryView.Block _block;
    private int _row = -1;

    public BinaryCursor(BinaryView view, bool[] active, Random random)
        : base(view.Host)
    {
        _view = view;
        _active = active;
        _random = random;
        _columns = [.. view.Schema.Select(c => active[c.Index] ? ValueCodec.For(c.Type).CreateColumn() : null)];
        _blockOrder = [.. Enumerable.Range(0, view.Blocks.Count)];
        _random?.Shuffle(_blockOrder);
        _reader = new BinaryReader(view.Open(), Encoding.UTF8);
    }

    public override DataViewSchema Schema => _view.Schema;

    public override bool IsColumnActive(DataViewSchema.Column column) => _active[_view.Schema.CheckIndex(column)];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Ctx.CheckActive(IsColumnActive(column), column);
        return Ctx.CastGetter<TValue>(_columns[column.Index].CreateGetter(this), column);
    }

    public override ValueGetter<DataViewRowId> GetIdGetter()
        => (ref DataViewRowId id) => id = new DataViewRowId((ulong)(_block.FirstRow + RowInBlock()), 0);

    internal int RowInBlock()
    {
        CheckGood();
        return _random is null ? _row : _rowOrder[_row];
    }

    protected override bool MoveNextCore()
    {
        if (++_row < _block.Rows)
            return true;
        if (_nextBlock == _blockOrder.Length)
            return false;
        _block = _view.Blocks[_blockOrder[_nextBlock++]];
        BinaryFormat.Guard(LoadBlock);
        if (_random is not null)
        {
            _rowOrder = [.. Enumerable.Range(0, _block.Rows)];
            _random.Shuffle(_rowOrder);
        }

        _row = 0;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _reader.Dispose();
        base.Dispose(disposing);
    }

    private bool LoadBlock()
    {
        _reader.BaseStream.Position = _block.Position;
        if (_reader.ReadByte() != BinaryFormat.BlockFollows || _reader.ReadInt32() != _block.Rows)
            throw new FormatException("The binary data is damaged: a block is not where the table says.");
        foreach (var column in _columns)
        {
            if (column is not null)
            {
                column.Load(BinaryFormat.ReadSegment(_reader), _block.Rows);
                continue;
            }

            var length = BinaryFormat.ReadCount(_reader, Array.MaxLength);
            _reader.BaseStream.Seek(sizeof(uint) + length, SeekOrigin.Current);
        }

        return true;
    }
}
