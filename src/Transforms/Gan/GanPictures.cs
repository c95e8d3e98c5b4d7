using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>Paints generated vectors as pictures: the darkest value learned is black, the brightest white.</summary>
internal sealed class GanPictures
{
    private readonly Networks.PictureShape _shape;
    private readonly float _black;
    private readonly float _white;

    /// <exception cref="InvalidOperationException">The rows are not pictures.</exception>
    public GanPictures(GanDescription description, int column)
    {
        _shape = description.Picture
            ?? throw new InvalidOperationException("The augmenter was fitted without Picture: the sides of its pictures are not known.");
        var learned = description.Table[column];
        (_black, _white) = ((float)learned.Minimum, (float)learned.Maximum);
        if (_black < _white)
            return;
        var reach = description.IsBounded ? 1f : 2.5f; // standard deviations: of models that were saved without the ends of what was seen
        _black = learned.Offsets.Zip(learned.Scales, (offset, scale) => offset - (reach * scale)).Min();
        _white = learned.Offsets.Zip(learned.Scales, (offset, scale) => offset + (reach * scale)).Max();
    }

    /// <summary>Paints a vector ordered by channel, then line, then column.</summary>
    public MLImage Paint(float[] values)
    {
        var size = _shape.Height * _shape.Width;
        var pixels = new byte[size * 4];
        for (var i = 0; i < size; i++)
        {
            for (var channel = 0; channel < 3; channel++)
                pixels[(i * 4) + channel] = Level(values[(Math.Min(channel, _shape.Channels - 1) * size) + i]);
            pixels[(i * 4) + 3] = 255;
        }
        return MLImage.CreateFromPixels(_shape.Width, _shape.Height, MLPixelFormat.Rgba32, pixels);
    }

    private byte Level(float value) =>
        (byte)Math.Round(Math.Clamp(_white == _black ? 0 : (value - _black) / (_white - _black) * 255, 0, 255));
}
