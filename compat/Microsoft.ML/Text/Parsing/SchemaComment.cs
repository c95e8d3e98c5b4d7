using System.Globalization;
using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The block of <c>#@</c> comments at the start of a file that describes its format and columns.</summary>
internal static class SchemaComment
{
    public const string LinePrefix = "#@";

    private static readonly string[] Codes = ["", "I1", "U1", "I2", "U2", "I4", "U4", "I8", "U8", "R4", "R8", "TX", "BL", "TS", "DT", "DZ", "UG"];

    public static string CodeOf(DataKind kind) => Codes[(int)kind];

    public static string NameOfSeparator(char separator) => separator switch
    {
        '\t' => "tab",
        ' ' => "space",
        ',' => "comma",
        ';' => "semicolon",
        '|' => "bar",
        _ => separator.ToString(),
    };

    /// <summary>The options with columns: from the sample's comment, or the label in the first source column and features in all others.</summary>
    public static TextLoader.Options Apply(IHost host, TextLoader.Options options, IMultiStreamSource sample)
    {
        var comment = ReadFrom(sample);
        if (comment.Length > 0)
        {
            if (options.HasDefaultFormat)
            {
                Parse(host, comment, options);
                TextLoaderOptionChecks.Check(host, options);
                return options;
            }

            using var channel = host.Start("Schema comment");
            channel.Warning(MessageSensitivity.None, "Arguments cannot be both given and embedded in the file; the embedded ones are ignored");
        }

        options.Columns =
        [
            new TextLoader.Column("Label", DataKind.Single, 0),
            new TextLoader.Column("Features", DataKind.Single, [new TextLoader.Range(1, null)]),
        ];
        return options;
    }

    private static string ReadFrom(IMultiStreamSource sample)
    {
        if (sample is null || sample.Count == 0)
            return "";
        using var reader = sample.OpenTextReader(0);
        var comment = new StringBuilder();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0)
                continue;
            if (!line.StartsWith(LinePrefix, StringComparison.Ordinal))
                break;
            comment.Append(line.AsSpan(LinePrefix.Length)).Append('\n');
        }

        return comment.ToString();
    }

    private static void Parse(IHost host, string comment, TextLoader.Options options)
    {
        var open = comment.IndexOf('{');
        var close = comment.LastIndexOf('}');
        host.CheckDecode(open > 0 && close > open && comment[..open].Trim().ToLowerInvariant() is "textloader" or "text",
            "The schema comment of the file does not describe a text loader");
        var columns = new List<TextLoader.Column>();
        foreach (var line in comment[(open + 1)..close].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = line.IndexOf('=');
            if (equals > 0)
                ParsePair(host, line[..equals], line[(equals + 1)..], options, columns);
            else
                ParseFlag(host, line, options);
        }

        options.Columns = columns.Count > 0 ? [.. columns] : throw host.ExceptDecode("The schema comment of the file describes no columns");
    }

    private static void ParseFlag(IHost host, string line, TextLoader.Options options)
    {
        var on = line[^1] switch
        {
            '+' => true,
            '-' => false,
            _ => throw host.ExceptDecode($"The schema comment of the file has the unknown line '{line}'"),
        };
        switch (line[..^1].ToLowerInvariant())
        {
            case "header":
                options.HasHeader = on;
                break;
            case "quote":
                options.AllowQuoting = on;
                break;
            case "sparse":
                options.AllowSparse = on;
                break;
            case "trim":
                options.TrimWhitespace = on;
                break;
            default:
                throw host.ExceptDecode($"The schema comment of the file has the unknown option '{line}'");
        }
    }

    private static void ParsePair(IHost host, string name, string value, TextLoader.Options options, List<TextLoader.Column> columns)
    {
        switch (name.ToLowerInvariant())
        {
            case "sep" or "separator":
                options.Separators = [.. value.Split(value == "," ? '\0' : ',').Select(v => SeparatorFrom(host, v))];
                break;
            case "col" or "column":
                columns.Add(ParseColumn(host, value));
                break;
            default:
                throw host.ExceptDecode($"The schema comment of the file has the unknown option '{name}'");
        }
    }

    private static char SeparatorFrom(IHost host, string value) => value.ToLowerInvariant() switch
    {
        "tab" => '\t',
        "space" => ' ',
        "comma" => ',',
        "semicolon" => ';',
        "colon" => ':',
        "bar" => '|',
        { Length: 1 } text => text[0],
        _ => throw host.ExceptDecode($"The schema comment of the file has the unknown separator '{value}'"),
    };

    /// <summary>Name:kind:ranges, the name in braces if it has characters of its own meaning.</summary>
    private static TextLoader.Column ParseColumn(IHost host, string value)
    {
        var text = value;
        string name;
        if (text.StartsWith('{') && text.IndexOf('}') is > 0 and var brace)
        {
            name = text[1..brace];
            text = text[(brace + 1)..];
        }
        else
        {
            name = text[..Math.Max(0, text.IndexOf(':'))];
            text = text[name.Length..];
        }

        var parts = text.Split(':');
        host.CheckDecode(name.Length > 0 && parts.Length is 2 or 3 && parts[0].Length == 0, $"The schema comment of the file has the malformed column '{value}'");
        var column = new TextLoader.Column { Name = name };
        if (parts.Length == 3)
            ParseKind(host, parts[1], column);
        column.Source = [.. parts[^1].Split(',').Select(r => ParseRange(host, r))];
        return column;
    }

    private static void ParseKind(IHost host, string text, TextLoader.Column column)
    {
        var bracket = text.IndexOf('[');
        var code = bracket < 0 ? text : text[..bracket];
        var kind = Array.IndexOf(Codes, code.ToUpperInvariant(), 1);
        host.CheckDecode(kind > 0, $"The schema comment of the file has the unknown type '{text}'");
        column.DataKind = (DataKind)kind;
        if (bracket < 0)
            return;
        host.CheckDecode(text.EndsWith(']'), $"The schema comment of the file has the malformed type '{text}'");
        var count = text[(bracket + 1)..^1];
        column.KeyCount = count.Length == 0 ? new KeyCount() : new KeyCount(ulong.Parse(count, CultureInfo.InvariantCulture));
    }

    private static TextLoader.Range ParseRange(IHost host, string text)
    {
        if (text == "~")
            return new TextLoader.Range { AllOther = true, ForceVector = true };
        var dash = text.IndexOf('-');
        if (!int.TryParse(dash < 0 ? text : text[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out var min))
            throw host.ExceptDecode($"The schema comment of the file has the malformed range '{text}'");
        if (dash < 0)
            return new TextLoader.Range(min);
        return text[(dash + 1)..] switch
        {
            "*" => new TextLoader.Range(min, null),
            "**" => new TextLoader.Range { Min = min, VariableEnd = true, ForceVector = true },
            var end when int.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var max) => new TextLoader.Range(min, max),
            _ => throw host.ExceptDecode($"The schema comment of the file has the malformed range '{text}'"),
        };
    }
}
