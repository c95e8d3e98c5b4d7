using System.Diagnostics;
using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>Tells a picture that cannot be read from a fault of the pipeline that was to read it.</summary>
internal static class PictureFaults
{
    private const string Images = "Microsoft.ML.ImageAnalytics";

    /// <summary>
    /// Whether an error of a column's getter, behind which any pipeline may stand, means that the picture is missing or cannot be
    /// decoded: it was thrown while a picture was loaded. Everything else is a fault to be seen, however its exception is called.
    /// </summary>
    public static bool IsUnreadable(Exception error) =>
        error is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException
        && FramesOf(error).Any(Loads);

    /// <summary>Whether an error says that a picture was disposed before it could be read, as ML.NET's ResizeImages does.</summary>
    public static bool IsDisposed(Exception error) =>
        error is InvalidOperationException && error.Source == Images
        && (error is ObjectDisposedException || error.Message.Contains("disposed", StringComparison.OrdinalIgnoreCase));

    // LoadImages makes its pictures there too, and reads its paths, behind which anything may stand, elsewhere.
    private static bool Loads(StackFrame frame) =>
        frame.GetMethod() is { DeclaringType: { } type } method && type == typeof(MLImage) && method.IsStatic;

    private static IEnumerable<StackFrame> FramesOf(Exception error) => new StackTrace(error, fNeedFileInfo: false).GetFrames();
}
