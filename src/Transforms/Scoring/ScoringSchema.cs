using DeepML.Data;
using Microsoft.ML;

namespace DeepML.Transforms;

/// <summary>The columns of the input, in order, followed by the network's: so a passed-on column keeps its index.</summary>
internal sealed class ScoringSchema : WidenedSchema
{
    private readonly IReadOnlyList<SizedColumn> _inputs;

    /// <param name="inputs">The columns that the network reads.</param>
    /// <param name="outputs">The columns that it adds.</param>
    /// <param name="input">The data's own.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column that the network reads is missing or of another type.</exception>
    public ScoringSchema(IReadOnlyList<SizedColumn> inputs, IEnumerable<OutputColumn> outputs, DataViewSchema input)
        : base(Checked(inputs, input), builder => Add(builder, outputs, input)) => _inputs = inputs;

    /// <summary>Which of the network's columns are among the active ones.</summary>
    public bool[] WantedOutputs(bool[] active) => active[Input.Count..];

    /// <summary>The input columns needed for the active columns.</summary>
    public IEnumerable<DataViewSchema.Column> Dependencies(bool[] active)
    {
        var needed = active[..Input.Count];
        if (Array.IndexOf(active, true, Input.Count) >= 0)
            foreach (var input in _inputs.SelectMany(input => input.Parts))
                needed[Input[input.Name].Index] = true;
        return Input.Where(column => needed[column.Index]).ToArray();
    }

    private static void Add(DataViewSchema.Builder builder, IEnumerable<OutputColumn> outputs, DataViewSchema input)
    {
        foreach (var output in outputs)
            builder.AddColumn(output.Name, output.Type, output.AnnotationsIn(input));
    }

    private static DataViewSchema Checked(IReadOnlyList<SizedColumn> inputs, DataViewSchema input)
    {
        SchemaFaults.Check(input, inputs);
        return input;
    }
}
