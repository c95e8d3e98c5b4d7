namespace DeepML.Networks;

/// <summary>What becomes of a column of categories.</summary>
/// <param name="Count">Categories that have a number.</param>
/// <param name="Size">Numbers that are learned for each; 0 for one-hot: a number per category, which is 1 where the row has it.</param>
internal sealed record CategoryArchitecture(int Count, int Size)
{
    /// <summary>Numbers that the first layer reads of it.</summary>
    public int Width => Size == 0 ? Count : Size;
}
