using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Does something with the rows of series, in the order in which they come.</summary>
/// <remarks>
/// Input: a number of any type, or a vector of them of known size; for <see cref="FaultsAhead"/> and <see cref="RemainingLife"/> a boolean
/// or a number. Output: float, or as the operation says. Concatenate puts several columns into one, whose slot names are kept.
/// </remarks>
public sealed class SeriesEstimator : IEstimator<SeriesTransformer>
{
    private readonly IHost _host;
    private readonly SeriesOperation _operation;
    private readonly (string Output, string Input, string? Series, string? Time) _names;

    internal SeriesEstimator(
        IHostEnvironment environment, string output, string? input, SeriesOperation operation, string? series, string? time = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        ArgumentNullException.ThrowIfNull(operation);
        _operation = operation;
        _names = (output, input ?? output, series, time);
        Check();
        _host = environment.Register(operation.GetType().Name);
    }

    private InputColumn[] Inputs => SeriesDescription.Inputs(_names.Input, _names.Series, _names.Time, _operation, slots: null);

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaFaults.Check(inputSchema, Inputs);
        var column = inputSchema.Last(c => c.Name == _names.Input);
        var isVector = column.Kind == SchemaShape.Column.VectorKind.Vector;
        var named = !isVector || PassedSlotNames.In(inputSchema, _names.Input).Length > 0;
        return SchemaShapes.With(inputSchema, _operation.Outputs(_names.Output, 1, isVector).Select(output => output.Shape(named)));
    }

    /// <summary>Checks the columns, and looks at the rows where there is something to learn or to notice.</summary>
    /// <param name="input">Rows; those of a series in the order of their times.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">A value is infinite, or there are no rows to learn from.</exception>
    public SeriesTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SchemaFaults.Check(input.Schema, Inputs);
        using var channel = _host.Start("Fitting");
        var type = input.Schema[_names.Input].Type;
        var description = new SeriesDescription(
            _names.Output, _names.Input, _names.Series, _names.Time, SeriesNumbersColumn.SlotsOf(type), type is VectorDataViewType,
            _operation, Scales: null, Remarks: []);
        if (_operation.Survey(description.Slots) is { } survey)
        {
            Read(input, description, survey);
            var place = new SeriesSchema(description, input.Schema).Place;
            description = description with { Scales = survey.Scales(place), Remarks = [.. survey.Remarks(place)] };
        }
        foreach (var remark in description.Remarks)
            channel.Warning(MessageSensitivity.UserData, remark);
        return new SeriesTransformer(_host, description, description.CreateNetwork(), CPU);
    }

    private static void Read(IDataView input, SeriesDescription description, SeriesSurvey survey)
    {
        var schema = new SeriesSchema(description, input.Schema);
        using var cursor = input.GetRowCursor(schema.Needed);
        var read = SeriesNumbersColumn.Reader(cursor, input.Schema[description.Input]);
        var series = SeriesPass.NameReader(cursor, description.Series is { } name ? input.Schema[name] : null);
        var values = new double[description.Slots];
        while (cursor.MoveNext())
        {
            read(values);
            survey.Take(series(), values);
        }
    }

    private void Check()
    {
        var faults = new OptionFaults();
        _operation.Validate(new PartFaults(_operation.GetType().Name, faults.Add));
        if (_operation.NeedsTimeFor is { } option && _names.Time is null)
            faults.Add("timeColumnName", null, $"given for {option}");
        string?[] others = [_names.Series, _names.Time];
        foreach (var further in _operation.FurtherColumns.OfType<string>().Where(name => name.Length > 0))
            if (further == _names.Output || others.Contains(further))
                faults.Add($"{_operation.GetType().Name}", $"a column \"{further}\"", "another name than those of the other columns");
        faults.ThrowIfAny("options");
    }
}
