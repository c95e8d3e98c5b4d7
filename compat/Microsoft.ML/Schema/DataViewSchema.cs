using System.Collections;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class DataViewSchema : IReadOnlyList<DataViewSchema.Column>
{
    private readonly Column[] _columns;
    private readonly Dictionary<string, int> _indexOf;

    internal DataViewSchema(IReadOnlyList<DetachedColumn> columns)
    {
        _indexOf = new Dictionary<string, int>(columns.Count);
        for (var i = 0; i < columns.Count; i++)
            _indexOf[columns[i].Name] = i;
        _columns = new Column[columns.Count];
        for (var i = 0; i < _columns.Length; i++)
            _columns[i] = new Column(columns[i].Name, i, _indexOf[columns[i].Name] != i, columns[i].Type, columns[i].Annotations);
    }

    public int Count => _columns.Length;

    public Column this[string name]
    {
        get
        {
            if (string.IsNullOrEmpty(name))
                throw new ArgumentNullException(nameof(name));
            return _indexOf.TryGetValue(name, out var index)
                ? _columns[index]
                : throw new ArgumentOutOfRangeException(nameof(name), $"Column '{name}' not found");
        }
    }

    public Column this[int columnIndex] =>
        (uint)columnIndex < (uint)_columns.Length ? _columns[columnIndex] : throw new ArgumentOutOfRangeException(nameof(columnIndex));

    public Column? GetColumnOrNull(string name)
    {
        if (string.IsNullOrEmpty(name))
            throw new ArgumentNullException(nameof(name));
        return _indexOf.TryGetValue(name, out var index) ? _columns[index] : null;
    }

    public IEnumerator<Column> GetEnumerator() => ((IEnumerable<Column>)_columns).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _columns.GetEnumerator();

    public override string ToString() => $"{Count} columns";

    internal bool TryGetColumnIndex(string name, out int index) => _indexOf.TryGetValue(name, out index);

    /// The index after a check that the column can belong to this schema.
    internal int CheckIndex(Column column)
    {
        if ((uint)column.Index >= (uint)_columns.Length)
            throw Contracts.Except(null, $"Column '{column.Name}' is not part of the schema");
        return column.Index;
    }

    /// For each column of the schema, whether it is among those needed; only the index of a column counts.
    internal bool[] ActiveColumns(IEnumerable<Column> columnsNeeded)
    {
        Contracts.CheckValue(null, columnsNeeded, nameof(columnsNeeded));
        var active = new bool[Count];
        foreach (var column in columnsNeeded)
            active[CheckIndex(column)] = true;
        return active;
    }

    /// The columns whose flag is set.
    internal IEnumerable<Column> Where(bool[] active)
    {
        var chosen = new List<Column>();
        for (var i = 0; i < active.Length; i++)
            if (active[i])
                chosen.Add(_columns[i]);
        return chosen;
    }
}
