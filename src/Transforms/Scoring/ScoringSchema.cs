using DeepML.Data;
using Microsoft.ML;

namespace DeepML.Transforms;

/// <summary>The columns of the input, in order, followed by the network's: so a passed-on column keeps its index.</summary>
internal sealed class ScoringSchema
{
    private readonly IReadOnlyList<InputColumn> _inputs;

    /// <param name="inputs">The columns that the network reads.</param>
    /// <param name="outputs">The columns that it adds.</param>
    /// <param name="input">The data's own.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column that the network reads is missing or of another type.</exception>
    public ScoringSchema(IReadOnlyList<InputColumn> inputs, IEnumerable<OutputColumn> outputs, DataViewSchema input)
    {
        SchemaFaults.Check(input, inputs);
        _inputs = inputs;
        Input = input;
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(input);
        foreach (var output in outputs)
            builder.AddColumn(output.Name, output.Type, output.AnnotationsIn(input));
        Output = builder.ToSchema();
    }

    /// <summary>Schema of the data that come in.</summary>
    public DataViewSchema Input { get; }

    /// <summary>Schema of the data that go out; always the same instance.</summary>
    public DataViewSchema Output { get; }

    /// <summary>Marks the columns asked for, by index.</summary>
    /// <exception cref="InvalidOperationException">A column is not part of this schema.</exception>
    public bool[] Active(IEnumerable<DataViewSchema.Column> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var active = new bool[Output.Count];
        foreach (var column in columns)
        {
            if (column.Index >= active.Length)
                throw new InvalidOperationException($"Column '{column.Name}' with index {column.Index} is not part of this schema.");
            active[column.Index] = true;
        }
        return active;
    }

    /// <summary>Which of the network's columns are among the active ones.</summary>
    public bool[] WantedOutputs(bool[] active) => active[Input.Count..];

    /// <summary>The input columns needed for the active columns.</summary>
    public IEnumerable<DataViewSchema.Column> Dependencies(bool[] active)
    {
        var needed = active[..Input.Count];
        if (Array.IndexOf(active, true, Input.Count) >= 0)
            foreach (var input in _inputs)
                needed[Input[input.Name].Index] = true;
        return Input.Where(column => needed[column.Index]).ToArray();
    }

    /// <summary>Refuses a getter of the wrong type or of a column that was not asked for, as ML.NET does.</summary>
    public void CheckGetter<TValue>(DataViewSchema.Column column, bool[] active)
    {
        if (column.Index >= active.Length || !active[column.Index])
            throw new ArgumentOutOfRangeException(nameof(column), $"Column '{column.Name}' is not active in this row.");
        var rawType = Output[column.Index].Type.RawType;
        if (rawType != typeof(TValue))
            throw new InvalidOperationException($"Invalid TValue: '{typeof(TValue)}', expected '{rawType}' for column '{column.Name}'.");
    }
}
