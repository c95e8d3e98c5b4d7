namespace DeepML.Networks;

/// <summary>How a row of a table becomes numbers for the first layer.</summary>
/// <param name="Numbers">Numbers of a row that are no categories; they come first.</param>
/// <param name="Indicated">Which of them have a number beside them that says whether they are missing.</param>
/// <param name="Categories">The columns of categories, a number each, from 1; 0 for none.</param>
internal sealed record TableArchitecture(int Numbers, int[] Indicated, CategoryArchitecture[] Categories)
{
    /// <summary>Numbers of a row as it is read.</summary>
    public int InputSize => Numbers + Categories.Length;

    /// <summary>Numbers that the first layer reads.</summary>
    public int OutputSize => Numbers + Indicated.Length + Categories.Sum(category => category.Width);
}
