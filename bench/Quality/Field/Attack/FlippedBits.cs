namespace DeepML.Bench;

/// <summary>A bit that has flipped in a saved model is noticed.</summary>
internal sealed class FlippedBits : IFieldCheck
{
    /// <inheritdoc/>
    public int Number => 15;

    /// <inheritdoc/>
    public string Fault => "a model with a flipped bit loads and scores otherwise";

    /// <inheritdoc/>
    public bool Holds()
    {
        var model = new SavedModel();
        var random = new Random(1);
        for (var i = 0; i < 100; i++)
            if (model.LoadWith("weights.safetensors", content => Flipped(content, random.Next(content.Length), random.Next(8))) is null)
                return false;
        for (var i = 0; i < 100; i++)
            if (model.LoadWith(
                "Model.key", content => Flipped(content, content.Length / 2 + random.Next(content.Length / 2), random.Next(8))) is null)
                return false;
        return true;
    }

    private static byte[] Flipped(byte[] content, int at, int bit)
    {
        content[at] ^= (byte)(1 << bit);
        return content;
    }
}
