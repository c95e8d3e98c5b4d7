namespace DeepML.Data;

/// <summary>Tells a picture that cannot be read from a fault of the pipeline that was to read it.</summary>
internal static class PictureFaults
{
    // The assemblies that open and decode pictures; they refuse bad ones with ArgumentException and InvalidOperationException.
    private const string Images = "Microsoft.ML.ImageAnalytics", Decoder = "SkiaSharp";

    /// <summary>
    /// Whether an error of a column's getter, behind which any pipeline may stand, means that the picture is missing or cannot be
    /// decoded. A mapping of the user's that throws is a fault to be seen, however its exception is called.
    /// </summary>
    public static bool IsUnreadable(Exception error) => error switch
    {
        IOException or UnauthorizedAccessException => true,
        ArgumentException or InvalidOperationException => error.Source is Images or Decoder,
        _ => false,
    };
}
