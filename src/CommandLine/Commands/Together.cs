namespace DeepML.CommandLine.Commands;

/// <summary>Commands that several processes carry out together.</summary>
internal static class Together
{
    /// <summary>Carries out what all processes do; one that fails ends the others, with its words.</summary>
    public static int Alike(this MpiDistribution together, Func<int> work)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (error is not DistributionException)
        {
            together.Abandon(error);
            throw;
        }
    }
}
