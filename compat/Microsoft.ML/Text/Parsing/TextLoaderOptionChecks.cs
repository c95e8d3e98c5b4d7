using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

internal static class TextLoaderOptionChecks
{
    public static void Check(IHost host, TextLoader.Options options)
    {
        host.CheckUserArg(options.Separators is { Length: > 0 }, nameof(options.Separators), "Must specify a separator");
        foreach (var separator in options.Separators)
            CheckSeparator(host, options, separator);
        host.CheckUserArg(options.DecimalMarker is '.' or ',', nameof(options.DecimalMarker), "Decimal marker has to be '.' or ','");
        if (options.DecimalMarker == ',' && options.Separators.Contains(','))
            host.CheckUserArg(options.AllowQuoting, nameof(options.Separators), "Quoting must be allowed if decimal marker and separator character are both ','");
        host.CheckUserArg(!options.Separators.Contains(options.EscapeChar), nameof(options.EscapeChar),
            $"Escape character '{options.EscapeChar}' cannot be used as separator");
        host.CheckUserArg(!options.InputSize.HasValue || options.InputSize > 0, nameof(options.InputSize), "The input size must be positive");
        host.CheckUserArg(!options.MaxRows.HasValue || options.MaxRows >= 0, nameof(options.MaxRows), "The number of rows must be non-negative");
        foreach (var column in options.Columns ?? [])
            CheckColumn(host, column);
    }

    private static void CheckSeparator(IHost host, TextLoader.Options options, char separator)
    {
        host.CheckUserArg(separator == '\t' || !char.IsControl(separator), nameof(options.Separators), $"Illegal separator: control character {(int)separator}");
        host.CheckUserArg(!char.IsAsciiDigit(separator) && separator is not ('"' or '.' or '-') && !char.IsSurrogate(separator),
            nameof(options.Separators), $"Illegal separator: '{separator}'");
        host.CheckUserArg(separator != ':' || !options.AllowSparse, nameof(options.Separators), "When the separator is colon, turn off the allowSparse option");
    }

    private static void CheckColumn(IHost host, TextLoader.Column column)
    {
        host.CheckUserArg(column is not null, nameof(TextLoader.Options.Columns), "A column is null");
        host.CheckUserArg(!string.IsNullOrWhiteSpace(column.Name), nameof(column.Name), "A column needs a name");
        host.CheckUserArg(column.Source is { Length: > 0 } && !column.Source.Contains(null), nameof(column.Source), $"Column '{column.Name}' must specify its source columns");
        host.CheckUserArg(column.DataKind is >= DataKind.SByte and <= DataKind.DateTimeOffset or ColumnBinding.RowId, nameof(column.DataKind),
            $"Column '{column.Name}' has the unknown data kind {column.DataKind}");
        foreach (var range in column.Source)
        {
            host.CheckUserArg(range.AllOther || range.Min >= 0, nameof(range.Min), $"A range of column '{column.Name}' starts below zero");
            host.CheckUserArg(range.AllOther || !(range.Max < range.Min), nameof(range.Max), $"A range of column '{column.Name}' ends before it starts");
        }

        if (column.KeyCount is null)
            return;
        host.CheckUserArg(column.DataKind is DataKind.Byte or DataKind.UInt16 or DataKind.UInt32 or DataKind.UInt64, nameof(column.KeyCount),
            $"Column '{column.Name}' cannot be a key of kind {column.DataKind}; it must be an unsigned integer");
    }
}
