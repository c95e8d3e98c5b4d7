using System.Globalization;

namespace Microsoft.ML.Runtime;

[Flags]
public enum MessageSensitivity
{
    None = 0,
    Unknown = ~0,
    UserData = 1,
    Schema = 2,
    All = ~0,
}

public enum ChannelMessageKind
{
    Trace = 0,
    Info = 1,
    Warning = 2,
    Error = 3,
}

public readonly struct ChannelMessage
{
    private readonly string _format;
    private readonly object[] _arguments;

    public readonly ChannelMessageKind Kind;

    public readonly MessageSensitivity Sensitivity;

    internal ChannelMessage(ChannelMessageKind kind, MessageSensitivity sensitivity, string format, object[] arguments = null)
    {
        Contracts.CheckNonEmpty(null, format, "fmt");
        Kind = kind;
        Sensitivity = sensitivity;
        _format = format;
        _arguments = arguments;
    }

    public string Message => _arguments is { Length: > 0 } ? string.Format(CultureInfo.InvariantCulture, _format, _arguments) : _format;
}
