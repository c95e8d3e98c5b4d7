using DeepML.Data;
using DeepML.Transforms;

namespace DeepML.Estimators;

/// <summary>What must hold of pictures that networks of pictures learn from.</summary>
internal static class ImageChecks
{
    /// <summary>
    /// Refuses targets of another size, pictures that could not be handed out as such, and squares that are larger than they.
    /// </summary>
    /// <exception cref="ArgumentException">There are such.</exception>
    public static void Sizes(ImageTranslationOptions options, ImageTranslationColumns columns, ImageFormat? target)
    {
        var input = columns.Format;
        options.Check(input, columns.Input);
        if (target is not null && (target.Height, target.Width) != (input.Height, input.Width))
            throw new ArgumentException(
                $"Target column '{columns.Target}' holds {target}, input column '{columns.Input}' {input}; they must have as many rows and "
                + "columns of pixels (ResizeImages).");
        var made = (target ?? input).Channels;
        if (columns.MakesImages && made is not (1 or 3))
            throw new ArgumentException(
                $"The pictures that come out have {made} channels, and column '{columns.Input}' holds images, which have 1 or 3. Read the "
                + "input as vectors (ExtractPixels) to get vectors.");
        if (options.CropSize > Math.Max(input.Height, input.Width))
            throw new ArgumentException(
                $"CropSize is {options.CropSize}; the pictures of column '{columns.Input}' have {input.Width}x{input.Height} pixels. "
                + "Make it smaller, or leave it out.");
    }

    /// <summary>Refuses pictures with numbers outside [0, 1].</summary>
    /// <exception cref="ArgumentException">There is such a number: column, row and slot are named.</exception>
    public static void UnitInterval(FitRows rows, ImageTranslationColumns columns, ImageFormat? target)
    {
        UnitInterval(rows, new ImageInput(columns.Input, "input", columns.Format));
        if (target is not null)
            UnitInterval(rows, new ImageInput(columns.Target!, "target", target));
        if (columns.Mask is { } mask)
            UnitInterval(rows, ImageTranslationColumns.MaskOf(mask, columns.Format));
    }

    /// <summary>Refuses pictures of a column with numbers outside [0, 1]; missing ones are left out.</summary>
    /// <exception cref="ArgumentException">There is such a number: column, row and slot are named.</exception>
    public static void UnitInterval(FitRows rows, ImageInput column)
    {
        foreach (var (source, data) in new[] { rows.Training, rows.Validation }.Zip(rows.Data.Concat(rows.Data)))
            if (source?.Range(column.Member) is { } range && (range.Minimum < 0 || range.Maximum > 1))
            {
                var first = ValueFaults.First(data, column, ImageInput.IsOutside);
                throw new ArgumentException($"Column '{column.Name}' holds {first}; {ImageInput.UnitIntervalAdvice}");
            }
    }
}
