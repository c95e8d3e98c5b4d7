using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>Which categories can be asked for when rows are generated.</summary>
internal enum TableCondition
{
    /// <summary>None: there is no condition.</summary>
    None,

    /// <summary>The last column is a label that both networks are told and that is not generated itself.</summary>
    Label,

    /// <summary>Every category column: the label always, at most one of the others, and the generator must answer with them.</summary>
    AnyCategory,
}

/// <summary>What a stretch of numbers in an expanded row is.</summary>
internal enum TableBlock
{
    /// <summary>Numbers in [-1, 1].</summary>
    Bounded,

    /// <summary>Numbers of any size.</summary>
    Free,

    /// <summary>A choice, as a one-hot vector.</summary>
    Choice,
}

/// <summary>The layout of compact rows, of the rows that networks see, and of conditions.</summary>
internal sealed class TableCodec
{
    private readonly int[] _compactStarts;
    private readonly int[] _places; // compact columns of numbers' places
    private readonly (int Column, int Width)[] _choices; // compact columns of modes and categories, in the order of the row's blocks
    private readonly (int Start, int Width)? _vector;

    /// <summary>Lays out a table.</summary>
    /// <param name="columns">The columns; a label comes last.</param>
    /// <param name="condition">Which categories can be asked for.</param>
    /// <param name="bounded">Whether vectors lie in [-1, 1].</param>
    /// <param name="hasLabel">Whether the last column is a label.</param>
    public TableCodec(IReadOnlyList<TableColumn> columns, TableCondition condition, bool bounded, bool hasLabel)
    {
        Columns = columns;
        IsBounded = bounded;
        _compactStarts = [.. columns.Select((_, i) => columns.Take(i).Sum(c => c.CompactSize))];
        var generated = condition == TableCondition.Label ? columns.Count - 1 : columns.Count;
        var blocks = new List<(TableBlock, int)>();
        _places = [.. Indices(generated, TableColumnKind.Number).Select(i => _compactStarts[i])];
        if (_places.Length > 0)
            blocks.Add((TableBlock.Free, _places.Length));
        foreach (var i in Indices(generated, TableColumnKind.Vector))
        {
            _vector = (_compactStarts[i], columns[i].CompactSize);
            blocks.Add((bounded ? TableBlock.Bounded : TableBlock.Free, columns[i].CompactSize));
        }
        (int Column, int Width)[] modes = [
            .. Indices(generated, TableColumnKind.Number).Select(i => (_compactStarts[i] + 1, columns[i].Modes))];
        var categories = Indices(generated, TableColumnKind.Category).ToArray();
        _choices = [.. modes, .. categories.Select(i => (_compactStarts[i], columns[i].Places))];
        blocks.AddRange(_choices.Select(choice => (TableBlock.Choice, choice.Width)));
        Blocks = [.. blocks];
        Conditions = condition switch
        {
            TableCondition.Label => [columns.Count - 1],
            TableCondition.AnyCategory => categories,
            _ => [],
        };
        LabelCondition = hasLabel ? Array.IndexOf(Conditions, columns.Count - 1) : -1;
        Links = condition == TableCondition.AnyCategory ? LinkCategories(categories, modes.Length) : [];
    }

    /// <summary>The choices of a row in the order of its blocks: the compact column of each, and its places.</summary>
    public IReadOnlyList<(int Column, int Width)> Choices => _choices;

    /// <summary>Numbers of a row before its first choice.</summary>
    public int FirstChoice => _places.Length + (_vector?.Width ?? 0);

    /// <summary>Whether vectors lie in [-1, 1].</summary>
    public bool IsBounded { get; }

    /// <summary>The columns.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>What a row is made of: places of numbers, the vector, modes, categories.</summary>
    public (TableBlock Kind, int Width)[] Blocks { get; }

    /// <summary>Columns whose categories can be asked for, in the order in which the condition holds them.</summary>
    public int[] Conditions { get; }

    /// <summary>Position of the label among the conditions, -1 without one. The label is part of every condition.</summary>
    public int LabelCondition { get; }

    /// <summary>Which choices of a row answer which parts of the condition.</summary>
    public (int RowStart, int ConditionStart, int Width)[] Links { get; }

    /// <summary>Numbers in a condition.</summary>
    public int ConditionSize => Conditions.Sum(i => Columns[i].Places);

    /// <summary>Numbers in a compact row.</summary>
    public int CompactSize => Columns.Sum(column => column.CompactSize);

    /// <summary>First number of a column in a compact row.</summary>
    public int CompactStart(int column) => _compactStarts[column];

    /// <summary>First number of a conditional column's categories in the condition.</summary>
    public int ConditionStart(int column) => Conditions.TakeWhile(c => c != column).Sum(i => Columns[i].Places);

    /// <summary>Compact rows as networks see them: modes and categories one-hot.</summary>
    /// <param name="compact">(rows, compact).</param>
    /// <returns>(rows, row).</returns>
    public Tensor Expand(Tensor compact)
    {
        if (_choices.Length == 0 && _places.Length == 0)
            return compact.narrow(1, _vector!.Value.Start, _vector.Value.Width).contiguous();
        var parts = new List<Tensor>();
        if (_places.Length > 0)
            parts.Add(compact.index_select(1, tensor(Array.ConvertAll(_places, i => (long)i), device: compact.device)));
        if (_vector is var (start, width))
            parts.Add(compact.narrow(1, start, width));
        foreach (var (column, places) in _choices)
            parts.Add(nn.functional.one_hot(compact.select(1, column).to(int64), places).to(float32));
        return cat(parts, 1);
    }

    /// <summary>Rows of a network, choices as exact one-hot vectors, back to compact rows; a label's place is left at 0.</summary>
    /// <param name="rows">(rows, row).</param>
    /// <returns>(rows, compact).</returns>
    public Tensor Shrink(Tensor rows)
    {
        var compact = zeros(rows.size(0), CompactSize, device: rows.device);
        var start = 0L;
        foreach (var column in _places)
            compact.select(1, column).copy_(rows.select(1, start++));
        if (_vector is var (first, width))
        {
            compact.narrow(1, first, width).copy_(rows.narrow(1, start, width));
            start += width;
        }
        foreach (var (column, places) in _choices)
        {
            compact.select(1, column).copy_(rows.narrow(1, start, places).argmax(1).to(float32));
            start += places;
        }
        return compact;
    }

    private IEnumerable<int> Indices(int count, TableColumnKind kind) => Enumerable.Range(0, count).Where(i => Columns[i].Kind == kind);

    private (int RowStart, int ConditionStart, int Width)[] LinkCategories(int[] categories, int modes)
    {
        var start = _places.Length + (_vector?.Width ?? 0) + _choices.Take(modes).Sum(choice => choice.Width);
        var links = new List<(int, int, int)>();
        foreach (var column in categories)
        {
            links.Add((start, ConditionStart(column), Columns[column].Places));
            start += Columns[column].Places;
        }
        return [.. links];
    }
}
