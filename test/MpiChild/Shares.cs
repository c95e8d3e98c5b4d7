using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace DeepML.MpiChild;

/// <summary>The rows that a process has read where each reads others.</summary>
internal static class Shares
{
    /// <summary>Neighbouring rows: two for the first process, the rest for the last, none for those between.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="rows">All rows.</param>
    /// <param name="rank">The process.</param>
    /// <param name="size">Number of processes.</param>
    /// <param name="kind">"rows", or what is wrong: "keys" of each share, another "column" in the last, "pictures".</param>
    public static IDataView Of(MLContext ml, Row[] rows, int rank, int size, string kind)
    {
        var own = rank == 0 ? rows[..2] : rank == size - 1 ? rows[2..] : [];
        var share = ml.Data.LoadFromEnumerable(own);
        return kind switch
        {
            "keys" => ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(share).Transform(share),
            "column" when rank == size - 1 => ml.Transforms.CopyColumns("More", "Number").Fit(share).Transform(share),
            "pictures" => ml.Data.LoadFromEnumerable(own.Select(_ => new Picture())),
            _ => share,
        };
    }

    private sealed class Picture
    {
        [ImageType(2, 2)]
        public MLImage Drawn { get; set; } = MLImage.CreateFromPixels(2, 2, MLPixelFormat.Bgra32, new byte[16]);
    }
}
