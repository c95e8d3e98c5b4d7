using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>A row with the network's columns, computed when one of them is read and once for each position.</summary>
internal sealed class ScoringRow : DataViewRow
{
    private readonly ScoringSchema _schema;
    private readonly DataViewRow _input;
    private readonly bool[] _active;
    private readonly ScoredBlock? _block;
    private readonly Delegate?[] _outputs;
    private long _scoredPosition = long.MinValue;

    public ScoringRow(Scorer scorer, ScoringSchema schema, DataViewRow input, bool[] active)
    {
        _schema = schema;
        _input = input;
        _active = active;
        var wanted = schema.WantedOutputs(active);
        if (Array.IndexOf(wanted, true) >= 0)
            _block = new ScoredBlock(scorer, input, wanted, capacity: 1);
        _outputs = scorer.Outputs.Select((output, i) => wanted[i] ? output.Getter(_block!, i) : null).ToArray();
    }

    /// <inheritdoc/>
    public override DataViewSchema Schema => _schema.Output;

    /// <inheritdoc/>
    public override long Position => _input.Position;

    /// <inheritdoc/>
    public override long Batch => _input.Batch;

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => column.Index < _active.Length && _active[column.Index];

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        _schema.CheckGetter<TValue>(column, _active);
        if (column.Index < _schema.Input.Count)
            return _input.GetGetter<TValue>(_schema.Input[column.Index]);
        var getter = (ValueGetter<TValue>)_outputs[column.Index - _schema.Input.Count]!;
        return (ref TValue value) =>
        {
            ScoreOnce();
            getter(ref value);
        };
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _input.Dispose();
        base.Dispose(disposing);
    }

    private void ScoreOnce()
    {
        if (_scoredPosition == _input.Position)
            return;
        _block!.Read(0);
        _block.Score(1);
        _scoredPosition = _input.Position;
    }
}
