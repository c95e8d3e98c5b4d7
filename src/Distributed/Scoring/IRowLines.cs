using Microsoft.ML;

namespace DeepML.Distributed;

/// <summary>The form in which scored rows are written.</summary>
internal interface IRowLines
{
    /// <summary>The line above them, without its end.</summary>
    string Header(IReadOnlyList<DataViewSchema.Column> columns);

    /// <summary>From a row to its line, without its end.</summary>
    /// <param name="row">Where the values are read.</param>
    /// <param name="columns">The columns to write.</param>
    Func<string> Of(DataViewRow row, IReadOnlyList<DataViewSchema.Column> columns);
}
