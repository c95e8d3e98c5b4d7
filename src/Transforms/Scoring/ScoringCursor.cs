using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>
/// Reads ahead up to a block of rows, runs the network once over them and hands them out one by one, with the columns that
/// pass through copied on the way. If none of the network's columns is asked for, rows pass through one by one.
/// </summary>
internal sealed class ScoringCursor : DataViewRowCursor
{
    private const int MaximumBlockRows = 512;
    private const int MaximumBlockFloats = 4 << 20;

    private readonly ScoringSchema _schema;
    private readonly DataViewRowCursor _input;
    private readonly bool[] _active;
    private readonly ScoredBlock? _block;
    private readonly PassedColumn?[] _passed;
    private readonly DataViewRowId[] _ids;
    private readonly long[] _batches;
    private readonly ValueGetter<DataViewRowId> _idGetter;
    private readonly int _capacity;
    private readonly Delegate?[] _outputs;
    private long _position = -1;
    private int _rows;
    private int _current = -1;
    private bool _ended;

    public ScoringCursor(Scorer scorer, ScoringSchema schema, DataViewRowCursor input, bool[] active, bool isOneOfMany = false)
    {
        _schema = schema;
        _input = input;
        _active = active;
        _idGetter = input.GetIdGetter();
        var wanted = schema.WantedOutputs(active);
        if (Array.IndexOf(wanted, true) >= 0)
        {
            var width = scorer.Inputs.Select(input => input.NumbersPerRow).Concat(scorer.Outputs.Select(output => output.Width)).Max();
            _capacity = Math.Clamp(MaximumBlockFloats / Math.Max(1, width), 1, MaximumBlockRows);
            _block = new ScoredBlock(scorer, input, wanted, _capacity) { OnOneThread = isOneOfMany };
        }
        else
        {
            _capacity = 1;
        }
        _ids = new DataViewRowId[_capacity];
        _batches = new long[_capacity];
        _passed = new PassedColumn?[schema.Input.Count];
        for (var i = 0; i < _passed.Length; i++)
            if (active[i])
                _passed[i] = PassedColumn.Create(input, schema.Input[i], _capacity);
        _outputs = scorer.Outputs.Select((output, i) => wanted[i] ? output.Getter(_block!, i) : null).ToArray();
    }

    /// <inheritdoc/>
    public override DataViewSchema Schema => _schema.Output;

    /// <inheritdoc/>
    public override long Position => _position;

    /// <inheritdoc/>
    public override long Batch => _current < 0 ? 0 : _batches[_current];

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => column.Index < _active.Length && _active[column.Index];

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) =>
    {
        CheckOnRow();
        value = _ids[_current];
    };

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        _schema.CheckGetter<TValue>(column, _active);
        if (column.Index < _passed.Length)
        {
            var passed = (PassedColumn<TValue>)_passed[column.Index]!;
            return (ref TValue value) =>
            {
                CheckOnRow();
                passed.Get(_current, ref value);
            };
        }
        var getter = (ValueGetter<TValue>)_outputs[column.Index - _passed.Length]!;
        return (ref TValue value) =>
        {
            CheckOnRow();
            getter(ref value);
        };
    }

    /// <inheritdoc/>
    public override bool MoveNext()
    {
        if (_ended)
            return false;
        if (++_current == _rows && !Fill())
        {
            _ended = true;
            _position = -1;
            _current = -1;
            return false;
        }
        if (_block is not null)
            _block.Current = _current;
        _position++;
        return true;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _ended = true;
            _position = -1;
            _current = -1;
            _block?.Dispose();
            _input.Dispose();
        }
        base.Dispose(disposing);
    }

    private bool _disposed;

    private bool Fill()
    {
        _current = 0;
        _rows = 0;
        while (_rows < _capacity && _input.MoveNext())
        {
            _idGetter(ref _ids[_rows]);
            _batches[_rows] = _input.Batch;
            foreach (var column in _passed)
                column?.Read(_rows);
            _block?.Read(_rows);
            _rows++;
        }
        if (_rows > 0)
            _block?.Score(_rows);
        return _rows > 0;
    }

    private void CheckOnRow()
    {
        if (_current < 0)
            throw new InvalidOperationException("The cursor is not on a row: call MoveNext first, and stop when it returns false.");
    }
}
