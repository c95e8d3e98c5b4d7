namespace DeepML.Data;

/// <summary>Rows in memory of which some can be taken as a source of their own.</summary>
internal interface IPickedRows : IBatchSource
{
    /// <summary>A source of some rows, in the order of the data; this one stays as it is.</summary>
    /// <param name="places">Places of the rows, from 0, ascending.</param>
    /// <returns>The rows; the caller's.</returns>
    IBatchSource Pick(int[] places);
}
