using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Tells about values and records that could not be read: the first ten of each kind one by one, the rest as a count.</summary>
internal sealed class TextLoaderLog(IHost host)
{
    private const int Shown = 10;

    private long _badValues;
    private long _formatErrors;

    public void Report(ParseFault fault, string path, int line)
    {
        if (fault.Kind == ParseFaultKind.Format)
        {
            if (++_formatErrors > Shown)
                return;
            using var channel = host.Start("Cursor");
            channel.Warning(MessageSensitivity.Schema, $"Format error at {path}({line}): {fault.Text}");
            TellWhenLimitReached(channel, _formatErrors, "format errors");
        }
        else
        {
            if (++_badValues > Shown)
                return;
            using var channel = host.Start("Cursor");
            var slot = fault.Slot < 0 ? "" : $" at slot {fault.Slot}";
            channel.Info(MessageSensitivity.UserData | MessageSensitivity.Schema, $"Bad value at {path}({line}) in column {fault.Column}{slot}: '{fault.Text}'");
            TellWhenLimitReached(channel, _badValues, "bad values");
        }
    }

    public void Finish(long rows)
    {
        if (_badValues + _formatErrors == 0)
            return;
        using var channel = host.Start("Cursor");
        channel.Info(MessageSensitivity.None, $"Processed {rows} rows with {_badValues} bad values and {_formatErrors} format errors");
    }

    private static void TellWhenLimitReached(IChannel channel, long count, string what)
    {
        if (count == Shown)
            channel.Info(MessageSensitivity.None, $"Suppressing further {what}");
    }
}
